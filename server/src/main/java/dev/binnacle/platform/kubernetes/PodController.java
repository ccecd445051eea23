package dev.binnacle.platform.kubernetes;

/** What made a pod and would make it again: the owner that is marked as its controller. */
public record PodController(String apiVersion, String kind, String name, String uid) {}
