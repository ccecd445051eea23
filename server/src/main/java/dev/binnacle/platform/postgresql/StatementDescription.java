package dev.binnacle.platform.postgresql;

import java.util.Optional;

/**
 * A counted statement in words.
 *
 * @param database where it ran; empty when that is gone
 * @param user as whom it ran; empty when that is gone
 * @param text without its constants
 */
public record StatementDescription(Optional<String> database, Optional<String> user, String text) {}
