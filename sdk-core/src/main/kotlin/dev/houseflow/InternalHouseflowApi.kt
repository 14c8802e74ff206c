package dev.houseflow

/**
 * Marks what Houseflow's own modules share with each other. It is public bytecode, but no public
 * API: it may change in any release, without notice, and is left out of the API dump.
 */
@RequiresOptIn(
    level = RequiresOptIn.Level.ERROR,
    message = "This belongs to Houseflow's own modules and may change in any release; use the public API instead.",
)
@Retention(AnnotationRetention.BINARY)
@Target(
    AnnotationTarget.CLASS,
    AnnotationTarget.FUNCTION,
    AnnotationTarget.PROPERTY,
    AnnotationTarget.CONSTRUCTOR,
    AnnotationTarget.TYPEALIAS,
)
public annotation class InternalHouseflowApi
