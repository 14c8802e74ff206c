package dev.houseflow.benchmarks.work;

import java.util.List;
import java.util.Set;

/**
 * Things that one command measures side by side. {@link Main} lists all of them; each prints its
 * table and its ratio lines.
 */
public interface Work {
    /** What ratio lines and the command line call what is measured here. */
    List<String> names();

    /** The data sets, or other subjects, that it is measured on. */
    List<String> datasets();

    /**
     * Measures on one of {@link #datasets()}.
     *
     * @param picked those of {@link #names()} that are asked for
     */
    void run(Bench bench, String dataset, Set<String> picked) throws Exception;
}
