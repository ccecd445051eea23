package dev.binnacle.platform;

/** Fired, synchronously, after another description came into force. */
public record PlatformChanged(PlatformDescription before, PlatformDescription now) {}
