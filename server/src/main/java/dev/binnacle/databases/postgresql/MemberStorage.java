package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.postgresql.Storage;

/** What a member keeps on disk, or why nobody knows. */
public record MemberStorage(ClusterMember member, Answer<Storage> storage) {}
