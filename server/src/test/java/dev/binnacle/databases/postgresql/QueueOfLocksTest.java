package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.databases.postgresql.QueueOfLocks.Place;
import dev.binnacle.platform.postgresql.LockedSession;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who stands behind whom. */
class QueueOfLocksTest {

  private static LockedSession session(int process, Integer... blockedBy) {
    return new LockedSession(
        process,
        List.of(blockedBy),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> places(LockedSession... sessions) {
    return QueueOfLocks.of(List.of(sessions)).stream().map(QueueOfLocksTest::words).toList();
  }

  private static String words(Place place) {
    return "%d at %d blocks %d"
        .formatted(place.session().processId(), place.depth(), place.blocks());
  }

  @Test
  void nobodyWaits() {
    assertThat(places()).isEmpty();
  }

  @Test
  void thoseWhoWaitFollowTheirRoot() {
    assertThat(places(session(10, 40), session(20), session(30, 20), session(40)))
        .containsExactly(
            "20 at 0 blocks 1", "30 at 1 blocks 0", "40 at 0 blocks 1", "10 at 1 blocks 0");
  }

  @Test
  void theRootThatBlocksMostComesFirst() {
    assertThat(places(session(1), session(2, 1), session(5), session(6, 5), session(7, 5, 6)))
        .containsExactly(
            "5 at 0 blocks 2",
            "6 at 1 blocks 1",
            "7 at 2 blocks 0",
            "1 at 0 blocks 1",
            "2 at 1 blocks 0");
  }

  @Test
  void aDeadlockIsShownAsLongAsItLasts() {
    assertThat(places(session(1, 2), session(2, 1))).hasSize(2);
  }

  @Test
  void aBlockerThatIsGoneAlreadyCostsNothing() {
    assertThat(places(session(1, 99))).containsExactly("1 at 0 blocks 0");
  }

  @Test
  void aLongQueueOnOneLockIsNoPuzzle() {
    var sessions =
        IntStream.range(0, 300)
            .mapToObj(process ->
                session(process, IntStream.range(0, process).boxed().toArray(Integer[]::new)));
    var ordered = QueueOfLocks.of(sessions.toList());

    assertThat(ordered).hasSize(300);
    assertThat(ordered.getFirst().blocks()).isEqualTo(299);
    assertThat(ordered.getLast().depth()).isEqualTo(299);
  }
}
