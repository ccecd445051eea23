package dev.binnacle.http;

/** Told of every request until the server is {@link Started}, before the request is answered. */
public record RequestArrived() {}
