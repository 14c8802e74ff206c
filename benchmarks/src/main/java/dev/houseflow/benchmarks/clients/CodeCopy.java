package dev.houseflow.benchmarks.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;

/**
 * Copies of classes that the JVM knows nothing about yet. Code written for one table, or for one
 * driver, is compiled for just that; one class for all of them would measure the JVM's dispatch
 * instead.
 */
final class CodeCopy {
    private CodeCopy() {}

    /** An object of a copy of {@code code}, whose only constructor takes {@code arguments}. */
    static <T> T of(Class<? extends T> code, Object... arguments) {
        try (InputStream bytes = code.getResourceAsStream(
                code.getName().substring(code.getPackageName().length() + 1) + ".class")) {
            Class<?> copy = MethodHandles.lookup()
                    .defineHiddenClass(bytes.readAllBytes(), true)
                    .lookupClass();
            // A copy is of the interfaces of what it copies.
            @SuppressWarnings("unchecked")
            T made = (T) copy.getDeclaredConstructors()[0].newInstance(arguments);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The arguments are not those of its constructor", e);
        }
    }
}
