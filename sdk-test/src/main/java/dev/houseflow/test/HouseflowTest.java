package dev.houseflow.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a JUnit class a ClickHouse: the embedded engine, one for the whole JVM, and in
 * it a fresh database for each test. Tests, {@code @BeforeEach} and {@code @AfterEach} methods ask
 * for what they need by their parameters:
 *
 * <ul>
 *   <li>{@link dev.houseflow.javaapi.ClickHouseAsyncClient} or {@link
 *       dev.houseflow.coroutines.ClickHouseClient}: a client in the test's database
 *   <li>{@link TestDatabase}: the database, with fixtures and assertions
 *   <li>{@link TestServer}, {@link dev.houseflow.embedded.EmbeddedClickHouse}: the server; these two
 *       also in {@code @BeforeAll} methods and constructors
 * </ul>
 *
 * <p>The database is dropped behind the test, and its clients are closed. For another server than
 * the JVM's engine, register {@link HouseflowExtension#on}. Needs JUnit Jupiter 5.9 or
 * later.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(HouseflowExtension.class)
public @interface HouseflowTest {
    /**
     * What runs in each fresh database before the test, in this order: {@code CREATE TABLE}, say.
     * Those of enclosing classes run before those of {@code @Nested} ones. Default: nothing.
     */
    String[] statements() default {};
}
