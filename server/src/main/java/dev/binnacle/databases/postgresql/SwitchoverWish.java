package dev.binnacle.databases.postgresql;

import java.util.Optional;

/**
 * What a caller of a switchover wants.
 *
 * @param candidate the member that is to become leader; empty to let Binnacle choose
 */
public record SwitchoverWish(Optional<String> candidate) {}
