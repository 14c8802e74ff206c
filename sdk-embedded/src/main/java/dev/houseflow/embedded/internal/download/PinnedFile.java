package dev.houseflow.embedded.internal.download;

/**
 * One file that is kept of an npm package.
 *
 * @param source where npm puts it, below {@code node_modules}
 * @param name what it is called in the cache
 * @param size its length in bytes
 * @param sha256 its checksum, in lower-case hex
 */
public record PinnedFile(String source, String name, long size, String sha256) {}
