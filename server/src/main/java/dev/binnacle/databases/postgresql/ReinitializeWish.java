package dev.binnacle.databases.postgresql;

/** That a member is to throw its data away and copy them again. */
public record ReinitializeWish(String member) {}
