package dev.binnacle.databases.mongodb;

import dev.binnacle.http.Page;
import dev.binnacle.platform.CurrentPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.Tolerance;
import dev.binnacle.platform.mongodb.CollectionSize;
import dev.binnacle.platform.mongodb.DatabaseSize;
import dev.binnacle.platform.mongodb.MemberState;
import dev.binnacle.platform.mongodb.MongodbClients;
import dev.binnacle.platform.mongodb.MongodbMember;
import dev.binnacle.platform.mongodb.ReplicaSetConfiguration;
import dev.binnacle.platform.mongodb.RunningOperation;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Looks at the replica sets of the platform. Every look is taken now. Thread-safe. */
@ApplicationScoped
public class ReplicaSetViews {

  /** How many of the newest operations of an oplog are looked at. */
  private static final int SAMPLE = 500;

  private static final Set<MemberState> HAVING_DATA =
      Set.of(MemberState.PRIMARY, MemberState.SECONDARY);
  private static final ExecutorService ASKING =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("oplog-", 0).factory());

  private final CurrentPlatform platform;
  private final ReplicaSetPictures pictures;
  private final MongodbClients clients;
  private final Clock clock;

  /** Required by CDI. */
  protected ReplicaSetViews() {
    this(null, null, null, null);
  }

  /** The replica sets of the platform in force. */
  @Inject
  public ReplicaSetViews(
      CurrentPlatform platform, ReplicaSetPictures pictures, MongodbClients clients, Clock clock) {
    this.platform = platform;
    this.pictures = pictures;
    this.clients = clients;
    this.clock = clock;
  }

  /** What a member told, and who it was. */
  public record Told<T>(String member, T answer) {}

  /**
   * The picture of a set that somebody answered for.
   *
   * @throws dev.binnacle.problems.ProblemException when there is no such set, or nobody answered
   */
  public ReplicaSetPicture picture(String name) {
    var picture = pictures.take(described(name));
    picture.bestOrThrow();
    return picture;
  }

  /** The configuration of a set. */
  public ReplicaSetConfiguration configuration(String name) {
    return ask(name, Optional.empty(), MongodbMember::configuration).answer();
  }

  /** What the oplog of a member tells. */
  public OplogReport oplog(String name, Optional<String> member) {
    var told = ask(name, member, asked -> asked.oplog(SAMPLE));
    // No backup of a replica set is taken or recorded yet.
    return OplogReport.of(told.member(), told.answer(), Optional.empty(), clock.instant());
  }

  /** The databases by name. */
  public Told<List<DatabaseSize>> databases(String name, Optional<String> member) {
    return ask(name, member, MongodbMember::databases);
  }

  /**
   * A page of the collections, by namespace. Only those of the page are measured, which takes time.
   *
   * @param after the last namespace of the page before
   */
  public Told<Page<CollectionSize, String>> collections(
      String name, Optional<String> member, Optional<String> after, int limit) {
    return ask(
        name,
        member,
        asked -> {
          var page =
              Page.of(
                  asked.namespaces(),
                  namespace -> namespace,
                  namespace -> after.map(last -> namespace.compareTo(last) > 0).orElse(true),
                  limit);
          return new Page<>(asked.sizes(page.items()), page.next());
        });
  }

  /** How large a collection is; empty when there is none of that namespace. */
  Optional<CollectionSize> collection(String name, String member, String namespace) {
    return ask(
            name,
            Optional.of(member),
            asked ->
                asked.namespaces().contains(namespace)
                    ? asked.sizes(List.of(namespace)).stream().findFirst()
                    : Optional.<CollectionSize>empty())
        .answer();
  }

  /** The operations that run for at least so long, the longest first. */
  public Told<List<RunningOperation>> operations(
      String name, Optional<String> member, Duration atLeast) {
    return ask(name, member, asked -> asked.operations(atLeast));
  }

  /** Whether a member needs a new copy of the data, and how it gets one. */
  public ResyncAdvice resyncAdvice(String name, String member) {
    var database = described(name);
    var picture = picture(name);
    var status = picture.member(known(picture, member)).orElseThrow();
    var sources =
        picture.views().values().stream()
            .filter(view -> !view.self().equals(member))
            .filter(view -> HAVING_DATA.contains(view.own().state()))
            .map(view -> CompletableFuture.supplyAsync(() -> source(database, view.self()), ASKING))
            .toList()
            .stream()
            .flatMap(asked -> asked.join().stream())
            .toList();
    var copyBytes =
        sources.stream()
            .min(Comparator.comparing(ResyncAdvice.Source::oldest))
            .flatMap(source -> dataBytes(database, source.member()));
    return new ResyncAdvisor(picture, status, sources, copyBytes).advice();
  }

  private Optional<ResyncAdvice.Source> source(Database.Mongodb database, String member) {
    return Tolerance.SILENCE_OR_REFUSAL
        .ask(() -> clients.of(database, MemberAddress.of(member)).oplog(1))
        .map(oplog -> new ResyncAdvice.Source(member, oplog.first(), oplog.window()));
  }

  private Optional<Long> dataBytes(Database.Mongodb database, String member) {
    return Tolerance.SILENCE_OR_REFUSAL
        .ask(() -> clients.of(database, MemberAddress.of(member)).databases())
        .map(sizes -> sizes.stream().mapToLong(size -> size.dataBytes() + size.indexBytes()).sum());
  }

  private <T> Told<T> ask(
      String name, Optional<String> member, Function<MongodbMember, T> question) {
    var database = described(name);
    var picture = picture(name);
    var asked = member.map(wanted -> known(picture, wanted)).orElseGet(() -> usual(picture));
    return new Told<>(asked, question.apply(clients.of(database, MemberAddress.of(asked))));
  }

  private static String known(ReplicaSetPicture picture, String member) {
    if (picture.member(member).isEmpty()) {
      throw Problem.of(
              ProblemCode.RESOURCE_NOT_FOUND, "The replica set has no member \"" + member + "\".")
          .withRemedy("GET …/mongodb/replica-set lists the members.")
          .asException();
    }
    return member;
  }

  /** The primary if it answers, else whoever has the newest view. */
  private static String usual(ReplicaSetPicture picture) {
    return picture
        .primary()
        .map(primary -> primary.name())
        .filter(picture::answers)
        .orElseGet(() -> picture.bestOrThrow().self());
  }

  /**
   * The database as described.
   *
   * @throws dev.binnacle.problems.ProblemException when the platform has no MongoDB of that name
   */
  public Database.Mongodb described(String name) {
    return platform
        .description()
        .database(name, Database.Mongodb.class)
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.RESOURCE_NOT_FOUND,
                    "The platform has no MongoDB database \"" + name + "\".")
                .withRemedy("GET /api/v1/databases?engine=MONGODB lists them.")
                .asException());
  }
}
