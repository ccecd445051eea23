package dev.binnacle.sandbox.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.TestPorts;
import dev.binnacle.sandbox.mongodb.replication.MemberState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real mongosh believes that the simulated replica set is one. */
class MongoshTest {
  private static final User ADMIN = new User("admin", "secret1", true);
  private static final User VIEWER = new User("viewer", "secret2", false);
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir private Path home;
  private ReplicaSetSimulator set;
  private Mongosh mongosh;

  @BeforeEach
  void start() {
    set =
        ReplicaSetSimulator.start(
            ReplicaSetSettings.usual(Listening.in(TestPorts.RANGE), List.of(ADMIN, VIEWER)));
    mongosh = new Mongosh(home);
  }

  @AfterEach
  void stop() {
    set.close();
  }

  @Test
  void showsTheSetAndItsConfiguration() throws Exception {
    await(() -> admin("print(rs.status().members.map(m => m.stateStr).sort())").contains("PRIM"));
    assertThat(
            admin(
                """
                const status = rs.status();
                print(status.set, status.members.map(m => m.stateStr).sort().join());
                print(status.members.filter(m => m.self).length, status.term > 0);
                const conf = rs.conf();
                print(conf._id, conf.version, conf.members.map(m => m.votes).join());
                print(db.hello().setName, db.hello().isWritablePrimary);
                """))
        .contains("rs0 PRIMARY,SECONDARY,SECONDARY", "1 true", "rs0 1 1,1,1", "rs0 true");
  }

  @Test
  void tellsTheOplogWindowAndTheLag() throws Exception {
    assertThat(admin("printjson(rs.printReplicationInfo())"))
        .contains("configured oplog size", "4 MB")
        .containsPattern("log length start to end\\s+'936\\d\\d secs \\(26(\\.\\d+)? hrs\\)");
    assertThat(admin("printjson(rs.printSecondaryReplicationInfo())"))
        .containsPattern("\\d secs \\(0 hrs\\) behind the primary");
  }

  @Test
  void readsAndWrites() throws Exception {
    assertThat(
            admin(
                """
                db = db.getSiblingDB('shop');
                db.notes.insertOne({_id: 1, text: 'first'}, {writeConcern: {w: 'majority'}});
                print(db.notes.find({text: 'first'}).toArray().length, db.notes.countDocuments({}));
                try { db.notes.insertOne({_id: 1}) } catch (e) { print(e.code) }
                print(db.getCollectionNames().join());
                print(db.adminCommand({listDatabases: 1}).databases.map(d => d.name).join());
                print(db.orders.stats().count, Number(db.stats().collections));
                """))
        .contains("1 1", "11000", "carts,notes,orders", "audit,shop,local", "120000 3");
  }

  @Test
  void stepsDownAndFreezes() throws Exception {
    String before = set.primary().orElseThrow();

    admin("rs.stepDown(30, 5)");

    await(() -> set.primary().filter(now -> !now.equals(before)).isPresent());
    assertThat(admin("print(rs.status().electionCandidateMetrics.lastElectionReason)"))
        .contains("stepUpRequestSkipDryRun");
    assertThat(refused("rs.freeze(10)")).contains("95 NotSecondary", "cannot freeze node");
    assertThat(refused("rs.stepDown(5, 10)"))
        .contains("2 BadValue stepdown period must be longer than secondaryCatchUpPeriodSecs");
  }

  @Test
  void refusesToStepDownWhenNobodyHasCaughtUp() throws Exception {
    set.hosts().stream()
        .filter(host -> !host.equals(set.primary().orElseThrow()))
        .forEach(host -> set.faults().inject(new Fault.ReplicationStopped(host)));

    assertThat(refused("rs.stepDown(30, 1)"))
        .contains("262 ExceededTimeLimit", "No electable secondaries caught up");
  }

  @Test
  void addsAMemberAndRemovesIt() throws Exception {
    String spare = set.addSpare();

    admin("rs.add('%s')".formatted(spare));
    await(() -> set.state(spare) == MemberState.SECONDARY);
    await(() -> admin("print('voters', rs.status().votingMembersCount)").contains("voters 4"));
    admin("rs.remove('%s')".formatted(spare));

    await(() -> set.state(spare) == MemberState.REMOVED);
    assertThat(admin("print(rs.conf().members.length)")).contains("3");
  }

  @Test
  void refusesConfigurationsThatBreakARule() throws Exception {
    assertThat(
            refused(
                "const c = rs.conf(); c.members[0].votes = 0; c.members[0].priority = 0;"
                    + " c.members[1].votes = 0; c.members[1].priority = 0; c.members[2].priority = 1;"
                    + " db.adminCommand({replSetReconfig: {...c, version: c.version + 1}})"))
        .contains("Non force replica set reconfig can only add or remove at most 1 voting member");
    assertThat(refused("const c = rs.conf(); db.adminCommand({replSetReconfig: c})"))
        .contains("103 NewReplicaSetConfigurationIncompatible", "must be greater than old");
    assertThat(refused("const c = rs.conf(); c.members[0].votes = 0; rs.reconfig(c)"))
        .contains("priority must be 0 when non-voting (votes:0)");
    String secondary =
        set.hosts().stream()
            .filter(host -> !host.equals(set.primary().orElseThrow()))
            .findFirst()
            .orElseThrow();
    assertThat(
            mongosh.run(
                "mongodb://admin:secret1@" + secondary + "/?directConnection=true",
                telling("const c = rs.conf(); rs.reconfig(c)")))
        .contains(
            "10107 NotWritablePrimary", "replSetReconfig should only be run on a writable PRIMARY");
  }

  @Test
  void waitsForTheMajorityToHaveAConfiguration() throws Exception {
    set.hosts().stream()
        .filter(host -> !host.equals(set.primary().orElseThrow()))
        .skip(1)
        .forEach(host -> set.faults().inject(new Fault.MemberDead(host)));

    admin("const c = rs.conf(); c.settings.heartbeatTimeoutSecs = 8; rs.reconfig(c)");

    assertThat(admin("print(rs.conf().version, rs.conf().settings.heartbeatTimeoutSecs)"))
        .contains("2 8");
  }

  @Test
  void compactsOnlyOnSecondariesUnlessForced() throws Exception {
    assertThat(refused("db.getSiblingDB('shop').runCommand({compact: 'orders'})"))
        .contains("20 IllegalOperation", "will not run compact on an active replica set primary");
    String secondary =
        set.hosts().stream()
            .filter(host -> !host.equals(set.primary().orElseThrow()))
            .findFirst()
            .orElseThrow();
    assertThat(
            mongosh.run(
                "mongodb://admin:secret1@"
                    + secondary
                    + "/shop?authSource=admin&directConnection=true",
                "print('freed', Number(db.runCommand({compact: 'orders'}).bytesFreed))"))
        .contains("freed 48000000");
  }

  @Test
  void electsAnotherPrimaryWhenOneDies() throws Exception {
    String before = set.primary().orElseThrow();
    set.faults().inject(new Fault.MemberDead(before));

    await(() -> set.primary().filter(now -> !now.equals(before)).isPresent());
    await(() ->
        admin(
                "print(rs.status().members.filter(m => m.health === 0).map(m => m.name + m.stateStr))")
            .contains(before + "(not reachable/healthy)"));
    set.faults().repairAll();
    await(() -> set.state(before) == MemberState.SECONDARY);
  }

  @Test
  void letsNobodyInWithoutAPasswordOrBeyondTheirRights() throws Exception {
    assertThat(mongosh.attempt(uri("admin", "wrong"), "rs.status()").text())
        .contains("Authentication failed");
    assertThat(mongosh.attempt(set.uri(VIEWER), "rs.stepDown(30, 1)").text())
        .contains("not authorized on admin to execute command");
    assertThat(
            mongosh
                .attempt(
                    "mongodb://" + set.primary().orElseThrow() + "/?directConnection=true",
                    "rs.status()")
                .text())
        .contains("requires authentication");
  }

  private String uri(String name, String password) {
    return set.uri(new User(name, password, true));
  }

  private String admin(String script) {
    try {
      return mongosh.run(set.uri(ADMIN), script);
    } catch (java.io.IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private String refused(String script) throws Exception {
    return mongosh.run(set.uri(ADMIN), telling(script));
  }

  /** What is thrown, as code, name and message. */
  private static String telling(String script) {
    return "try { %s; print('not refused') } catch (e) { print(e.code, e.codeName, e.message) }"
        .formatted(script);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(100);
    }
  }
}
