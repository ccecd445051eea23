package dev.binnacle.platform.kubernetes;

/**
 * A volume that is deleted with its pod.
 *
 * @param name of the volume
 * @param inMemory whether it is a part of the memory rather than of the disk
 */
public record EmptyDirectory(String name, boolean inMemory) {}
