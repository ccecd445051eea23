package dev.binnacle.databases.redis;

import dev.binnacle.platform.Address;
import java.util.Optional;

/**
 * That a server is to join the cluster.
 *
 * @param address where it listens for clients
 * @param replica whether it is to copy a master; otherwise it becomes one without slots
 * @param master the id or the address of the master to copy; empty for the one with the fewest
 *     replicas
 */
public record AddNodeWish(Address address, boolean replica, Optional<String> master) {}
