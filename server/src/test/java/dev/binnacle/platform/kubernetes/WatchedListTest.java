package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.platform.kubernetes.ScriptedApi.Watches;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.testing.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists that watches keep fresh, on an API server whose watches can misbehave. */
class WatchedListTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private final ScriptedApi api = new ScriptedApi();
  private KubernetesCluster cluster;

  @BeforeEach
  void connect() throws IOException {
    api.put("alpha", false);
    api.put("beta", true);
    cluster = api.cluster(directory, ScriptedApi.HURRY);
  }

  @AfterEach
  void stop() {
    cluster.close();
    api.close();
  }

  @Test
  void nothingIsAskedBeforeSomebodyAsks() {
    assertThat(api.asked).isEmpty();
  }

  @Test
  void aListIsReadOnceAndThenWatched() {
    assertThat(names(cluster.nodes())).containsExactly("alpha", "beta");
    untilWatched();
    int lists = api.lists.get();
    api.put("gamma", false);
    api.remove("alpha");
    api.put("beta", false);
    until(seen -> names(seen).equals(List.of("beta", "gamma")));
    var beta = until(seen -> !node(seen, "beta").unschedulable());
    assertThat(beta.live()).isTrue();
    assertThat(beta.stale()).isEmpty();
    assertThat(api.lists).hasValue(lists);
  }

  @Test
  void aCharacterThatArrivesInPiecesIsOneCharacter() {
    cluster.nodes();
    untilWatched();
    api.put("gamma", false);
    var seen = until(it -> names(it).contains("gamma"));
    assertThat(node(seen, "gamma").annotations()).containsEntry("words", "grün €");
  }

  @Test
  void aWatchThatEndsInTimeGoesOnWithoutAnotherList() {
    cluster.nodes();
    untilWatched();
    int lists = api.lists.get();
    Patience.until("four watches", DEADLINE, api.watches::get, count -> count >= 4);
    api.put("gamma", false);
    until(seen -> names(seen).contains("gamma"));
    assertThat(api.lists).hasValue(lists);
  }

  @Test
  void aWatchThatGoesSilentIsNoticedAndEverythingIsReadAgain() {
    cluster.nodes();
    untilWatched();
    api.behaviour = Watches.SILENT;
    api.put("gamma", false);
    until(seen -> names(seen).contains("gamma"));
    assertThat(api.lists.get()).isGreaterThan(1);
  }

  @Test
  void aWatchThatEndsWithoutAWordIsNotBelieved() {
    cluster.nodes();
    untilWatched();
    api.behaviour = Watches.WORDLESS;
    api.put("gamma", false);
    until(seen -> names(seen).contains("gamma"));
  }

  @Test
  void aWatchThatEndsWhereItBeganIsNotBelievedEither() {
    cluster.nodes();
    untilWatched();
    api.behaviour = Watches.STUCK;
    api.put("gamma", false);
    until(seen -> names(seen).contains("gamma"));
  }

  @Test
  void everythingIsReadAgainNowAndThenWhateverTheWatchSays() throws IOException {
    var usual = ScriptedApi.HURRY;
    var distrustful =
        api.cluster(
            directory,
            new WatchTimes(
                usual.shortest(),
                usual.shortest(),
                usual.doubt(),
                usual.margin(),
                usual.firstPause(),
                usual.longestPause(),
                Duration.ofMillis(1),
                usual.idle()));
    assertThat(distrustful.nodes().value()).hasSize(2);
    Patience.until("three lists", DEADLINE, api.lists::get, count -> count >= 3);
    api.put("gamma", false);
    Patience.until("gamma", DEADLINE, distrustful::nodes, seen -> names(seen).contains("gamma"));
    assertThat(api.lists.get()).isLessThan(30);
    distrustful.close();
  }

  @Test
  void anExpiredMomentLeadsToAnotherListAndNotToAStorm() throws InterruptedException {
    api.behaviour = Watches.EXPIRED;
    cluster.nodes();
    Thread.sleep(1000);
    assertThat(api.watches.get()).isBetween(1, 30);
    api.put("gamma", false);
    assertThat(until(seen -> names(seen).contains("gamma")).live()).isTrue();

    api.behaviour = Watches.FAITHFUL;
    api.put("delta", false);
    until(seen -> names(seen).contains("delta"));
  }

  @Test
  void whileTheServerIsAwayTheLastThatIsKnownIsGivenAsOld() {
    cluster.nodes();
    untilWatched();
    api.down = true;
    var old = until(seen -> !seen.live());
    assertThat(names(old)).containsExactly("alpha", "beta");
    assertThat(old.stale().orElseThrow()).startsWith("The Kubernetes API of dc1 at http://127");

    api.down = false;
    api.put("gamma", false);
    assertThat(until(seen -> names(seen).contains("gamma")).live()).isTrue();
  }

  @Test
  void aServerThatIsGoneWithoutASignIsMissedBeforeItsWatchIsOver() throws IOException {
    var usual = ScriptedApi.HURRY;
    var patient =
        api.cluster(
            directory,
            new WatchTimes(
                Duration.ofHours(1),
                Duration.ofHours(1),
                usual.doubt(),
                usual.margin(),
                usual.firstPause(),
                usual.longestPause(),
                usual.relist(),
                usual.idle()));
    patient.nodes();
    untilWatched();
    api.behaviour = Watches.SILENT;
    api.deaf = true;
    var old = Patience.until("doubt", DEADLINE, patient::nodes, seen -> !seen.live());
    assertThat(names(old)).containsExactly("alpha", "beta");
    assertThat(old.stale().orElseThrow()).contains("no answer in time");
    api.deaf = false;
    Patience.until("trust", DEADLINE, patient::nodes, Observed::live);
    patient.close();
  }

  @Test
  void aServerThatNeverAnsweredIsAProblem() {
    api.down = true;
    var problem = catchThrowableOfType(ProblemException.class, cluster::nodes).problem();
    assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
    assertThat(problem.extensions()).containsKey("component");
  }

  @Test
  void aLongListComesInPagesAndAForgottenOneFromTheBeginning() {
    api.pageSize = 1;
    api.forgetsPages = true;
    api.put("gamma", false);
    assertThat(names(cluster.nodes())).containsExactly("alpha", "beta", "gamma");
  }

  @Test
  void nobodyWatchesWhatNobodyAsksFor() throws IOException {
    var usual = ScriptedApi.HURRY;
    var forgotten =
        api.cluster(
            directory,
            new WatchTimes(
                usual.shortest(),
                usual.shortest(),
                usual.doubt(),
                usual.margin(),
                usual.firstPause(),
                usual.longestPause(),
                usual.relist(),
                Duration.ofMillis(100)));
    forgotten.nodes();
    Patience.until("a watch", DEADLINE, api.watches::get, count -> count >= 1);
    Patience.until("no more watch", DEADLINE, this::quietFor, quiet -> quiet);

    api.put("gamma", false);
    assertThat(names(forgotten.nodes())).contains("gamma");
    forgotten.close();
  }

  private boolean quietFor() {
    int before = api.watches.get();
    try {
      Thread.sleep(2500);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return api.watches.get() == before;
  }

  private void untilWatched() {
    Patience.until("a watch", DEADLINE, api.watches::get, count -> count >= 1);
  }

  private Observed<List<NodeState>> until(Predicate<Observed<List<NodeState>>> reached) {
    return Patience.until("the nodes", DEADLINE, cluster::nodes, reached);
  }

  private static List<String> names(Observed<List<NodeState>> nodes) {
    return nodes.value().stream().map(NodeState::name).sorted().toList();
  }

  private static NodeState node(Observed<List<NodeState>> nodes, String name) {
    return nodes.value().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }
}
