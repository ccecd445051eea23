package dev.binnacle.operations;

import java.util.List;

/**
 * What would happen.
 *
 * @param startable whether a real request would be accepted now
 */
public record DryRun(
    String kind, Target target, Plan plan, List<GuardResult> guards, boolean startable) {}
