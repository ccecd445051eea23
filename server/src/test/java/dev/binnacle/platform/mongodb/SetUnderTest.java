package dev.binnacle.platform.mongodb;

import com.mongodb.ConnectionString;
import dev.binnacle.platform.GivenPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.testing.TestReplicaSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** The replica set that the component tests run on: a real one if there is one, or a simulated. */
final class SetUnderTest implements AutoCloseable {

  private static final String REAL = "BINNACLE_IT_MONGODB_URI";

  private final Optional<TestReplicaSet> simulated;
  private final MongodbClients clients;
  private final Database.Mongodb database;

  private SetUnderTest(Optional<TestReplicaSet> simulated, Path file) {
    this.simulated = simulated;
    var platform = GivenPlatform.in(file);
    this.clients = new MongodbClients(platform.edges());
    this.database =
        platform
            .current()
            .description()
            .database(TestReplicaSet.NAME, Database.Mongodb.class)
            .orElseThrow();
  }

  static SetUnderTest start(Path directory) {
    var file = directory.resolve("platform.yaml");
    return Optional.ofNullable(System.getenv(REAL))
        .map(uri -> new SetUnderTest(Optional.empty(), describe(uri, file)))
        .orElseGet(() -> {
          var simulated = TestReplicaSet.start();
          return new SetUnderTest(Optional.of(simulated), simulated.describe(file));
        });
  }

  private static Path describe(String uri, Path file) {
    var connection = new ConnectionString(uri);
    var password = file.resolveSibling("password");
    try {
      var credential = Optional.ofNullable(connection.getCredential());
      if (credential.isPresent()) {
        Files.writeString(password, new String(credential.get().getPassword()));
      }
      return Files.writeString(
          file,
          """
          sites: [{ name: main }]
          databases:
            - name: %s
              engine: mongodb
              site: main
              mongodb:
                endpoints: [%s]
                replicaSet: %s
          """
                  .formatted(
                      TestReplicaSet.NAME,
                      connection.getHosts().stream()
                          .map(host -> "'" + host + "'")
                          .collect(Collectors.joining(", ")),
                      connection.getRequiredReplicaSetName())
              + credential
                  .map(known ->
                      "      username: %s\n      password: { file: '%s' }\n"
                          .formatted(known.getUserName(), password))
                  .orElse("")
              + (Boolean.TRUE.equals(connection.getSslEnabled()) ? "      tls: {}\n" : ""));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The simulated set, if it is one: only that one may be disturbed. */
  Optional<TestReplicaSet> simulated() {
    return simulated;
  }

  MongodbMember member(String host) {
    return clients.of(database, MongodbMemberIT.address(host));
  }

  MongodbMember primary() {
    return database.endpoints().stream()
        .map(endpoint -> clients.of(database, endpoint))
        .filter(member -> member.status().own().state() == MemberState.PRIMARY)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    clients.close();
    simulated.ifPresent(TestReplicaSet::close);
  }
}
