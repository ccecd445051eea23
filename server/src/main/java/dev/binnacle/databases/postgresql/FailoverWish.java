package dev.binnacle.databases.postgresql;

import java.util.Optional;

/**
 * What a caller of a failover wants.
 *
 * @param candidate the member that is to become leader; empty to let Binnacle choose
 * @param force whether a leader that works is to be replaced all the same
 */
public record FailoverWish(Optional<String> candidate, boolean force) {}
