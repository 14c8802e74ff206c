package dev.houseflow.javaapi;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;

/**
 * The Reactive Streams TCK: what a client publishes, and how it subscribes to what it inserts. Its rules are written for TestNG; here JUnit
 * runs them, each on a verification of its own.
 */
@ExtendWith(Servers.class)
class ReactiveStreamsTckTest {
    record Number(long number) {}

    /** How long something that has to come may take. */
    private static final long COMES_MILLIS = 20_000;

    /** How long it is watched that nothing comes. */
    private static final long QUIET_MILLIS = 100;

    /** How long after a cancellation the subscriber may still be known. */
    private static final long FORGOTTEN_MILLIS = 2_000;

    private static ClickHouseAsyncClient ch;

    @BeforeAll
    static void connect() {
        ch = Servers.client();
        ch.execute("CREATE TABLE tck (number Int64) ENGINE Null").join();
    }

    @AfterAll
    static void close() {
        ch.close();
    }

    @TestFactory
    Stream<DynamicTest> publishesObjects() {
        return rules(() -> new Publishing<>(n -> ch.publish(numbers(n), Number.class)));
    }

    @TestFactory
    Stream<DynamicTest> publishesRows() {
        return rules(() -> new Publishing<>(n -> ch.publishRows(numbers(n))));
    }

    @TestFactory
    Stream<DynamicTest> publishesBlocks() {
        return rules(() -> new Publishing<>(n -> ch.publishBlocks(numbers(n) + " SETTINGS max_block_size = 1")));
    }

    @TestFactory
    Stream<DynamicTest> insertsWhatIsPublished() {
        return rules(Inserting::new);
    }

    private static String numbers(long count) {
        return "SELECT number FROM system.numbers LIMIT " + count;
    }

    private static final class Publishing<T> extends PublisherVerification<T> {
        private final LongFunction<Publisher<T>> publisher;

        Publishing(LongFunction<Publisher<T>> publisher) {
            super(new TestEnvironment(COMES_MILLIS, QUIET_MILLIS, QUIET_MILLIS), FORGOTTEN_MILLIS);
            this.publisher = publisher;
        }

        @Override
        public Publisher<T> createPublisher(long elements) {
            return publisher.apply(elements);
        }

        /** None: a publisher that is cold learns that its query fails when the first row is requested, and the rules do not request. */
        @Override
        public Publisher<T> createFailedPublisher() {
            return null;
        }
    }

    private static final class Inserting extends SubscriberBlackboxVerification<Number> {
        Inserting() {
            super(new TestEnvironment(COMES_MILLIS, QUIET_MILLIS, QUIET_MILLIS));
        }

        @Override
        public Subscriber<Number> createSubscriber() {
            CompletableFuture<Subscriber<? super Number>> subscriber = new CompletableFuture<>();
            ch.insert("tck", (Publisher<Number>) subscriber::complete, Number.class);
            @SuppressWarnings("unchecked")
            Subscriber<Number> own = (Subscriber<Number>) subscriber.join();
            return own;
        }

        @Override
        public Number createElement(int element) {
            return new Number(element);
        }
    }

    private static Stream<DynamicTest> rules(Supplier<?> verification) {
        return Arrays.stream(verification.get().getClass().getMethods())
                .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
                // What the TCK itself cannot test.
                .filter(method -> !method.getName().startsWith("untested_"))
                .sorted(Comparator.comparing(Method::getName))
                .map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> check(verification.get(), rule)));
    }

    private static void check(Object verification, Method rule) throws Throwable {
        try {
            if (verification instanceof Inserting inserting) inserting.startPublisherExecutorService();
            verification.getClass().getMethod("setUp").invoke(verification);
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof SkipException)) throw e.getCause();
            throw new TestAbortedException(e.getCause().getMessage(), e.getCause());
        } finally {
            if (verification instanceof Inserting inserting) inserting.shutdownPublisherExecutorService();
        }
    }
}
