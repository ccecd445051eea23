package dev.binnacle.sandbox.kubernetes.cluster.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a container writes: a greeting, then a line every few seconds, and a farewell. The same run
 * always has the same lines, so nothing is kept. Only the latest are there, as when a log is
 * rotated.
 */
final class LogLines {
  /** How far back a log reaches: containerLogMaxSize has its counterpart. */
  private static final long KEPT = 1_000;

  private static final List<String> TEXTS =
      List.of(
          "level=info msg=\"request served\" method=GET path=/health/ready status=200 duration=1ms",
          "level=info msg=\"request served\" method=GET path=/items status=200 duration=%dms",
          "level=info msg=\"request served\" method=POST path=/orders status=201 duration=%dms",
          "level=debug msg=\"cache refreshed\" entries=%d",
          "level=info msg=\"connection pool\" active=3 idle=%d",
          "level=warn msg=\"slow query\" duration=%dms");

  /** A line and when it was written. */
  record Line(Instant time, String text) {}

  private final ContainerRun run;
  private final long seed;
  private final Duration rhythm;

  LogLines(ContainerRun run) {
    this.run = run;
    this.seed = run.id().hashCode() & 0x7fff_ffffL;
    this.rhythm = Duration.ofMillis(1_500 + seed % 3_500);
  }

  /** How many lines there are at that time. */
  long count(Instant now) {
    Instant end = run.end().filter(now::isAfter).orElse(now);
    long passed = Math.max(0, Duration.between(run.start(), end).toMillis());
    long farewell = run.end().filter(over -> !over.isAfter(now)).isPresent() ? 1 : 0;
    return 1 + passed / rhythm.toMillis() + farewell;
  }

  /** The first line that is still there. */
  long oldest(Instant now) {
    return Math.max(0, count(now) - KEPT);
  }

  /** When the line of that number is, or will be, written. */
  Instant time(long number) {
    return run.start().plus(rhythm.multipliedBy(number));
  }

  Line line(long number, Instant now) {
    Optional<Instant> end = run.end();
    if (end.isPresent() && number == count(now) - 1) {
      return new Line(end.get(), "level=info msg=\"terminated, shutting down\"");
    }
    return new Line(time(number), number == 0 ? greeting() : text(number));
  }

  private String greeting() {
    return "level=info msg=\"starting\" container=%s image=%s"
        .formatted(run.container(), run.image());
  }

  private String text(long number) {
    long mixed = (seed + number) * 0x9E37_79B9_7F4A_7C15L >>> 33;
    return TEXTS.get((int) (mixed % TEXTS.size())).formatted(2 + mixed % 180);
  }
}
