/** Blocking calls, tables and progress for notebooks and scripts. */
module dev.houseflow.notebook {
    requires transitive dev.houseflow.coroutines;
    // The kernel loads the integration, and brings its own API.
    requires static kotlin.jupyter.api;

    exports dev.houseflow.notebook;
    exports dev.houseflow.notebook.internal.kernel;
}
