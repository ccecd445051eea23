package dev.binnacle.databases.redis;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.Component;
import dev.binnacle.platform.CurrentPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.redis.RedisNode;
import dev.binnacle.platform.redis.RedisNodes;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.stream.Collectors;

/** The Redis Clusters of the platform, by name. Thread-safe. */
@ApplicationScoped
public class RedisDatabases {

  private final CurrentPlatform platform;
  private final RedisPictures pictures;
  private final RedisNodes nodes;

  /** Required by CDI. */
  protected RedisDatabases() {
    this(null, null, null);
  }

  /** The Redis Clusters of the platform in force. */
  @Inject
  public RedisDatabases(CurrentPlatform platform, RedisPictures pictures, RedisNodes nodes) {
    this.platform = platform;
    this.pictures = pictures;
    this.nodes = nodes;
  }

  /**
   * The database as described.
   *
   * @throws ProblemException when the platform has no Redis Cluster of that name
   */
  public Database.Redis described(String name) {
    return platform
        .description()
        .database(name, Database.Redis.class)
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.RESOURCE_NOT_FOUND,
                    "The platform has no Redis Cluster \"" + name + "\".")
                .withRemedy("GET /api/v1/databases?engine=REDIS lists them.")
                .asException());
  }

  /** How the cluster looks now, however little can be seen. */
  public RedisPicture picture(String name) {
    return pictures.take(described(name));
  }

  /**
   * How the cluster looks now.
   *
   * @throws ProblemException when none of its nodes answers
   */
  public RedisPicture visible(String name) {
    return requireVisible(name, picture(name));
  }

  /**
   * The same in the middle of a change that nodes do not survive unnoticed.
   *
   * @throws ProblemException when none of its nodes answers
   */
  public RedisPicture visibleInChange(String name) {
    return requireVisible(name, pictures.takeExpectingAbsence(described(name)));
  }

  private static RedisPicture requireVisible(String name, RedisPicture picture) {
    if (picture.anybody()) {
      return picture;
    }
    var silent = picture.silent();
    if (silent.size() == 1) {
      throw new ProblemException(silent.values().iterator().next());
    }
    boolean refused =
        silent.values().stream()
            .allMatch(problem -> problem.code() == ProblemCode.COMPONENT_REFUSED);
    var said =
        silent.values().stream().map(Problem::detail).distinct().collect(Collectors.joining(" "));
    throw Problem.of(
            refused ? ProblemCode.COMPONENT_REFUSED : ProblemCode.COMPONENT_UNAVAILABLE,
            "None of the described nodes of " + name + " answers. " + said)
        .withRemedy(silent.values().iterator().next().remedy())
        .causedBy(Component.Type.REDIS.name(), name, said)
        .asException();
  }

  /** The node that listens there. */
  public RedisNode node(String name, Address address) {
    return nodes.of(described(name), address);
  }

  /**
   * The node of the cluster that somebody means by its id or its address.
   *
   * @throws ProblemException when the cluster has none
   */
  public static RedisMember member(RedisPicture picture, String database, String node) {
    return picture
        .member(node)
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.RESOURCE_NOT_FOUND,
                    "The Redis Cluster " + database + " has no node \"" + node + "\".")
                .withRemedy("GET /api/v1/databases/" + database + "/redis/nodes lists them.")
                .asException());
  }
}
