package dev.houseflow.shell;

/**
 * One statement of a script.
 *
 * @param text as it is sent, without its terminator
 * @param line the line of the script, from 1, on which it begins
 * @param vertical whether it ended with {@code \G}
 * @param complete whether it had a terminator; the last statement of a script needs none
 * @param ownFormat the format that its FORMAT clause names; {@code null} without one
 */
record Statement(String text, int line, boolean vertical, boolean complete, String ownFormat) {}
