package dev.houseflow.embedded.internal.download;

import dev.houseflow.embedded.internal.StartException;
import java.nio.file.Path;

/** Asks for the engine of an invented machine, from whatever is called npm in the environment it runs in. */
public final class FetchEngine {
    private FetchEngine() {}

    /** @param arguments the cache folder, the system, the architecture */
    public static void main(String[] arguments) {
        try {
            System.out.println(
                    EngineLibrary.cached(Path.of(arguments[0]), new Machine(arguments[1], arguments[2], false)));
        } catch (StartException e) {
            System.out.println(e.getMessage().replace('\n', ' '));
        }
    }
}
