package dev.binnacle.databases.redis;

import dev.binnacle.platform.Address;
import java.util.Optional;

/**
 * Which node joins, and as what.
 *
 * @param id another node at the same address is not meant
 * @param master the id of the master that it is to copy; empty when it becomes a master itself
 * @param masterName what people call that master
 * @param takesFunctions whether it has to be given the cluster's functions
 */
public record AddNodeIntent(
    String database,
    String id,
    Address address,
    Optional<String> master,
    Optional<String> masterName,
    boolean takesFunctions) {

  /** Whether it is to copy a master. */
  boolean replica() {
    return master.isPresent();
  }
}
