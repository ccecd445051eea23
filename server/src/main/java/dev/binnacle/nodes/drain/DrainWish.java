package dev.binnacle.nodes.drain;

import java.time.Duration;
import java.util.Optional;

/**
 * How a node is to be drained.
 *
 * @param gracePeriod how long each pod is given to end; empty for its own
 * @param deleteEmptyDirData whether the loss of the data in emptyDir volumes is acknowledged
 * @param deletePodsWithoutController whether the loss of pods that nothing makes again is
 * @param podSelector which pods, in Kubernetes' grammar; empty for all
 * @param by the subject of whoever asks for it
 * @param reason why, for the note on the node
 */
public record DrainWish(
    Optional<Duration> gracePeriod,
    boolean deleteEmptyDirData,
    boolean deletePodsWithoutController,
    Optional<String> podSelector,
    String by,
    String reason) {}
