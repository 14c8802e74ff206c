package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application server that unloads an application gets its classes back once its clients are closed. */
@ExtendWith(Servers.class)
@Timeout(120)
class ReloadingTest {
    private static URL[] classPath(Predicate<String> wanted) {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(System.getProperty("path.separator")))
                // Comes along with the tests, and keeps classes by soft references, which only a full memory clears.
                .filter(entry -> !entry.contains("kotlin-reflect"))
                .filter(wanted)
                .map(ReloadingTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Loads the application, runs it on this thread, which lives on, and lets go of it. */
    private static WeakReference<ClassLoader> useAndUnload(String name, URL[] application, ClassLoader parent)
            throws Exception {
        try (URLClassLoader loader = new URLClassLoader(application, parent)) {
            @SuppressWarnings("unchecked")
            Consumer<String> use = (Consumer<String>)
                    loader.loadClass(name).getDeclaredConstructor().newInstance();
            use.accept(Servers.endpoint());
            return new WeakReference<>(loader);
        }
    }

    private static void assertFreed(WeakReference<ClassLoader> loader) throws InterruptedException {
        for (int tries = 0; loader.get() != null && tries < 100; tries++) {
            System.gc();
            Thread.sleep(50);
        }
        assertNull(loader.get(), "The class loader is still reachable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JavaUse", "KotlinUse"})
    void everythingIsTheApplications(String use) throws Exception {
        String name = "dev.houseflow.javaapi.reload." + use;
        assertFreed(useAndUnload(name, classPath(entry -> true), ClassLoader.getPlatformClassLoader()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JavaUse", "KotlinUse"})
    void theServerHasTheLibraries(String use) throws Exception {
        String name = "dev.houseflow.javaapi.reload." + use;
        Predicate<String> own = entry -> entry.contains("houseflow") || entry.endsWith("classes");
        try (URLClassLoader server =
                new URLClassLoader(classPath(own.negate()), ClassLoader.getPlatformClassLoader())) {
            assertFreed(useAndUnload(name, classPath(own), server));
        }
    }
}
