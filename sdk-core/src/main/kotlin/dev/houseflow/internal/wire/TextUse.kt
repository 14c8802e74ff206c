package dev.houseflow.internal.wire

/**
 * What the columns of one answer tell its decoder: whether their user has [begun] to make texts of
 * their bytes.
 */
internal class TextUse {
    @Volatile
    @JvmField
    var begun: Boolean = false
}
