package dev.binnacle.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.http.HealthCheck;
import dev.binnacle.http.Started;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class HealthTest {

  private final Started started = new Started();

  private Health with(Supplier<Optional<String>> failure) {
    HealthCheck check =
        new HealthCheck() {
          @Override
          public String name() {
            return "store";
          }

          @Override
          public Optional<String> failure() {
            return failure.get();
          }
        };
    return new Health(started, List.of(check));
  }

  private static Optional<String> stuck() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  @Test
  void aLivingServerIsNotReadyBeforeItHasStarted() {
    var health = with(Optional::empty);
    assertThat(health.live().status()).isEqualTo(Health.Status.UP);
    assertThat(health.started().status()).isEqualTo(Health.Status.DOWN);
    assertThat(health.ready().status()).isEqualTo(Health.Status.DOWN);
    started.finish();
    assertThat(health.started().status()).isEqualTo(Health.Status.UP);
    assertThat(health.ready().status()).isEqualTo(Health.Status.UP);
  }

  @Test
  void aFailedCheckSaysWhatIsWrong() {
    started.finish();
    assertThat(with(() -> Optional.of("is away")).ready().checks())
        .contains(new Health.Check("store", Health.Status.DOWN, Optional.of("is away")));
  }

  @Test
  void aStuckOrBrokenCheckIsAFailure() {
    started.finish();
    assertThat(with(HealthTest::stuck).ready().status()).isEqualTo(Health.Status.DOWN);
    Supplier<Optional<String>> broken =
        () -> {
          throw new IllegalStateException("secret");
        };
    assertThat(with(broken).ready().checks().toString())
        .contains("cannot be checked")
        .doesNotContain("secret");
  }
}
