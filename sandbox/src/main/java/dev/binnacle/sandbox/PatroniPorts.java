package dev.binnacle.sandbox;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ports of a Patroni cluster, all on 127.0.0.1.
 *
 * @param etcdClient etcd's port for clients
 * @param etcdPeer etcd's port for other etcd members, of which there are none
 * @param rest the members' REST ports, in the order of the members
 * @param sql the members' PostgreSQL ports, in the order of the members
 * @param poolers the ports of the PgBouncers beside them, in the order of the members
 */
public record PatroniPorts(
    int etcdClient, int etcdPeer, List<Integer> rest, List<Integer> sql, List<Integer> poolers) {
  public PatroniPorts {
    rest = List.copyOf(rest);
    sql = List.copyOf(sql);
    poolers = List.copyOf(poolers);
  }

  /** The well-known ports of {@code make run}: 18379, 18380, from 18008, 18432 and 18632. */
  public static PatroniPorts usual(int members) {
    return new PatroniPorts(
        18379, 18380, counting(18008, members), counting(18432, members), counting(18632, members));
  }

  /** Free ports of a range. */
  public static PatroniPorts free(PortRange range, int members) {
    var all = range.free(2 + 3 * members);
    int first = 2 + 2 * members;
    return of(all.subList(0, first), all.subList(first, all.size()));
  }

  /** The ports of the cluster itself, and those of the PgBouncers. */
  static PatroniPorts of(List<Integer> cluster, List<Integer> poolers) {
    int members = poolers.size();
    return new PatroniPorts(
        cluster.get(0),
        cluster.get(1),
        cluster.subList(2, 2 + members),
        cluster.subList(2 + members, cluster.size()),
        poolers);
  }

  /** The ports of the cluster itself. */
  List<Integer> cluster() {
    return Stream.of(List.of(etcdClient, etcdPeer), rest, sql).flatMap(List::stream).toList();
  }

  private static List<Integer> counting(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }
}
