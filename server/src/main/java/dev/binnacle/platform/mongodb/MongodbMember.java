package dev.binnacle.platform.mongodb;

import com.mongodb.MongoException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.connection.ServerDescription;
import dev.binnacle.platform.Address;
import dev.binnacle.platform.ComponentEdge;
import dev.binnacle.platform.ComponentRefusedException;
import dev.binnacle.platform.EdgeFacts;
import dev.binnacle.platform.PlatformDescription.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.Document;

/**
 * Asks one member of a replica set. Every method waits, at most for the edge's time limit unless it
 * says otherwise, and throws a {@link dev.binnacle.problems.ProblemException} that names the member
 * and what it said. Thread-safe.
 */
public final class MongodbMember {

  private static final String ADMIN = "admin";
  private static final BsonInt32 ONE = new BsonInt32(1);

  private final Sessions sessions;
  private final Database.Mongodb described;
  private final Address address;
  private final ComponentEdge edge;
  private final boolean absenceExpected;

  MongodbMember(
      Sessions sessions,
      Database.Mongodb described,
      Address address,
      ComponentEdge edge,
      boolean absenceExpected) {
    this.sessions = sessions;
    this.described = described;
    this.address = address;
    this.edge = edge;
    this.absenceExpected = absenceExpected;
  }

  /** Where it listens. */
  public Address address() {
    return address;
  }

  /** Whether calls to it go through. */
  public EdgeFacts.Breaker breaker() {
    return edge.breaker();
  }

  /** The same member for as long as it is expected to be away now and then. */
  public MongodbMember expectingAbsence() {
    return new MongodbMember(sessions, described, address, edge, true);
  }

  /** The set as this member sees it. */
  public ReplicaSetStatus status() {
    return read(client -> {
      var status = Shapes.status(run(client, ADMIN, new BsonDocument("replSetGetStatus", ONE)));
      if (!status.name().equals(described.replicaSet())) {
        throw new ComponentRefusedException(
            "it belongs to the replica set \"%s\", not to \"%s\""
                .formatted(status.name(), described.replicaSet()),
            "Correct the endpoints or the name of the set in the platform description.");
      }
      return status;
    });
  }

  /** The configuration that this member knows. */
  public ReplicaSetConfiguration configuration() {
    return read(client ->
        new ReplicaSetConfiguration(
            run(client, ADMIN, new BsonDocument("replSetGetConfig", ONE)).getDocument("config")));
  }

  /** The oplog with its newest operations, at most so many. */
  public Oplog oplog(int latest) {
    return read(client -> {
      var local = client.getDatabase("local").withReadPreference(ReadPreference.nearest());
      var oplog = local.getCollection("oplog.rs", BsonDocument.class);
      var shown = Projections.include("ts", "op", "ns", "wall");
      var first =
          Optional.ofNullable(
                  oplog.find().sort(Sorts.ascending("$natural")).projection(shown).first())
              .orElseThrow(() -> new ComponentRefusedException("its oplog is empty"));
      var newest =
          oplog
              .find()
              .sort(Sorts.descending("$natural"))
              .projection(shown)
              .limit(latest)
              .into(new ArrayList<>())
              .stream()
              .map(Shapes::oplogEntry)
              .toList();
      var statistics =
          run(client, "local", new BsonDocument("collStats", new BsonString("oplog.rs")));
      return new Oplog(
          Shapes.oplogEntry(first).at(),
          newest.getFirst().at(),
          Shapes.number(statistics, "count"),
          Shapes.number(statistics, "size"),
          Shapes.number(statistics, "maxSize"),
          newest);
    });
  }

  /** The databases but for those of MongoDB's own, by name. */
  public List<DatabaseSize> databases() {
    return read(client ->
        names(client).stream()
            .map(name ->
                Shapes.databaseSize(
                    run(client, name, new BsonDocument("dbStats", ONE).append("freeStorage", ONE))))
            .toList());
  }

  /** The namespaces of the collections of all databases but MongoDB's own, sorted. */
  public List<String> namespaces() {
    return read(client ->
        names(client).stream()
            .flatMap(name ->
                client
                    .getDatabase(name)
                    .withReadPreference(ReadPreference.nearest())
                    .listCollectionNames()
                    .filter(new Document("type", "collection"))
                    .into(new ArrayList<>())
                    .stream()
                    .filter(collection -> !collection.startsWith("system."))
                    .map(collection -> name + "." + collection))
            .sorted()
            .toList());
  }

  /** How large the collections of those namespaces are; one that does not exist is empty. */
  public List<CollectionSize> sizes(List<String> namespaces) {
    return read(client -> namespaces.stream().map(namespace -> size(client, namespace)).toList());
  }

  private static CollectionSize size(MongoClient client, String namespace) {
    int dot = namespace.indexOf('.');
    var database = namespace.substring(0, dot);
    var collection = namespace.substring(dot + 1);
    return Shapes.collectionSize(
        database,
        collection,
        run(client, database, new BsonDocument("collStats", new BsonString(collection))));
  }

  private static List<String> names(MongoClient client) {
    return run(
            client,
            ADMIN,
            new BsonDocument("listDatabases", ONE).append("nameOnly", new BsonInt32(1)))
        .getArray("databases")
        .stream()
        .map(value -> value.asDocument().getString("name").getValue())
        .filter(name -> !List.of(ADMIN, "config", "local").contains(name))
        .sorted()
        .toList();
  }

  /** The operations that run for at least so long, the longest first. */
  public List<RunningOperation> operations(Duration atLeast) {
    return read(client ->
        client
            .getDatabase(ADMIN)
            .withReadPreference(ReadPreference.nearest())
            .aggregate(
                List.of(
                    new Document("$currentOp", new Document("allUsers", true)),
                    new Document(
                        "$match",
                        new Document(
                            "microsecs_running", new Document("$gte", atLeast.toNanos() / 1000)))),
                BsonDocument.class)
            .into(new ArrayList<>())
            .stream()
            .map(Shapes::operation)
            .sorted((one, other) -> other.running().compareTo(one.running()))
            .toList());
  }

  /**
   * Asks the primary to step down once somebody can take over.
   *
   * @param period how long it may not lead again
   * @param catchUp how long to wait for somebody
   */
  public CommandAnswer stepDown(Duration period, Duration catchUp) {
    return change(
        catchUp.plusSeconds(5),
        ADMIN,
        new BsonDocument("replSetStepDown", new BsonInt64(period.toSeconds()))
            .append("secondaryCatchUpPeriodSecs", new BsonInt64(catchUp.toSeconds())));
  }

  /**
   * Asks the primary to install a configuration, never by force.
   *
   * @param limit how long to wait until a majority has it
   */
  public CommandAnswer reconfigure(ReplicaSetConfiguration next, Duration limit) {
    return change(
        limit.plusSeconds(2),
        ADMIN,
        new BsonDocument("replSetReconfig", next.document())
            .append("maxTimeMS", new BsonInt64(limit.toMillis())));
  }

  /**
   * Makes the member install a configuration although nobody leads, which may lose what a majority
   * has confirmed. Only for a set that has lost its majority for good.
   */
  public CommandAnswer force(ReplicaSetConfiguration next, Duration limit) {
    return change(
        limit.plusSeconds(2),
        ADMIN,
        new BsonDocument("replSetReconfig", next.document())
            .append("force", BsonBoolean.TRUE)
            .append("maxTimeMS", new BsonInt64(limit.toMillis())));
  }

  /**
   * Asks the member to give a collection's free bytes back, which a primary refuses.
   *
   * @param namespace database and collection, with a dot between
   * @param limit how long to wait for its end; it goes on when that is over
   */
  public CommandAnswer compact(String namespace, Duration limit) {
    int dot = namespace.indexOf('.');
    return change(
        limit,
        namespace.substring(0, dot),
        new BsonDocument("compact", new BsonString(namespace.substring(dot + 1))));
  }

  private CommandAnswer change(Duration limit, String where, BsonDocument command) {
    return edge.effect(
        limit,
        () -> {
          var client = sessions.of(described, address);
          try {
            run(client, where, command);
            return CommandAnswer.DONE;
          } catch (MongoServerException refused) {
            return new CommandAnswer(Optional.of(refused.getCode()), DriverFailure.words(refused));
          } catch (MongoTimeoutException late) {
            throw DriverFailure.translate(seen(client).orElse(late));
          } catch (MongoException failure) {
            throw DriverFailure.translate(failure);
          }
        });
  }

  private static BsonDocument run(MongoClient client, String where, BsonDocument command) {
    return client
        .getDatabase(where)
        .runCommand(command, ReadPreference.nearest(), BsonDocument.class);
  }

  /** A question that is asked by a client. */
  private interface Question<T> {
    T ask(MongoClient client) throws Exception;
  }

  private <T> T read(Question<T> question) {
    return absenceExpected
        ? edge.expectingAbsence(() -> connected(question))
        : edge.read(() -> connected(question));
  }

  private <T> T connected(Question<T> question) throws Exception {
    var client = sessions.of(described, address);
    try {
      return question.ask(client);
    } catch (MongoTimeoutException late) {
      throw DriverFailure.translate(seen(client).orElse(late));
    } catch (MongoException failure) {
      throw DriverFailure.translate(failure);
    }
  }

  /** Why the member could not be connected to, which the driver keeps apart from its time-out. */
  private static Optional<MongoException> seen(MongoClient client) {
    return client.getClusterDescription().getServerDescriptions().stream()
        .map(ServerDescription::getException)
        .filter(MongoException.class::isInstance)
        .map(MongoException.class::cast)
        .findFirst();
  }
}
