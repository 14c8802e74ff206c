/** Blocking calls, tables and progress for notebooks and scripts. */
module dev.houseflow.notebook {
    requires transitive dev.houseflow.coroutines;
    // The kernel brings its own API.
    requires static kotlin.jupyter.api;

    exports dev.houseflow.notebook;
    // The kernel makes the integration by reflection.
    opens dev.houseflow.notebook.internal.kernel;
}
