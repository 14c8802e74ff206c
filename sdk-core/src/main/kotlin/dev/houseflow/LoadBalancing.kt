package dev.houseflow

/**
 * Which endpoint of several a call goes to. Only endpoints that are alive are chosen from: one that
 * refuses or drops connections gets no calls for a while, and then has to answer a `/ping` first;
 * when none is alive, the one whose time is up soonest is tried. The calls of a session all go to
 * the endpoint that has the session.
 */
public enum class LoadBalancing {
    /**
     * The first one in the order in which they were given: the others only stand by. The default.
     */
    FIRST_ALIVE,

    /** One after the other. */
    ROUND_ROBIN,

    /** Any of them, each as likely as the others. */
    RANDOM,

    /** The one with the fewest calls of this client under way; in turn among equals. */
    LEAST_IN_FLIGHT,
}
