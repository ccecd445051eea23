package dev.binnacle.platform.kubernetes;

import java.time.Instant;
import java.util.Optional;

/**
 * A condition of a node, such as Ready or MemoryPressure. Whether TRUE is good depends on the type:
 * it is for Ready and for RKE2's EtcdIsVoter, it is not for the pressures.
 *
 * @param reason one word; may be empty
 * @param message for people; may be empty
 * @param since when the status last changed
 * @param heardAt when somebody last said so
 */
public record NodeCondition(
    String type,
    ConditionStatus status,
    String reason,
    String message,
    Optional<Instant> since,
    Optional<Instant> heardAt) {}
