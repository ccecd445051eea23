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
 */
public record PatroniPorts(int etcdClient, int etcdPeer, List<Integer> rest, List<Integer> sql) {
  public PatroniPorts {
    rest = List.copyOf(rest);
    sql = List.copyOf(sql);
  }

  /** The well-known ports of {@code make run}: 18379, 18380, from 18008 and from 18432. */
  public static PatroniPorts usual(int members) {
    return new PatroniPorts(18379, 18380, counting(18008, members), counting(18432, members));
  }

  /** Free ports of a range. */
  public static PatroniPorts free(PortRange range, int members) {
    return of(range.free(2 + 2 * members));
  }

  static PatroniPorts of(List<Integer> all) {
    int members = (all.size() - 2) / 2;
    return new PatroniPorts(
        all.get(0), all.get(1), all.subList(2, 2 + members), all.subList(2 + members, all.size()));
  }

  List<Integer> all() {
    return Stream.of(List.of(etcdClient, etcdPeer), rest, sql).flatMap(List::stream).toList();
  }

  private static List<Integer> counting(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }
}
