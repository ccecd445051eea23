package dev.binnacle.http.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.http.HttpSettings;
import dev.binnacle.http.ProblemWithHeaders;
import dev.binnacle.identity.Caller;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuotasTest {

  private static final Caller MARIA = caller("maria");

  private long now;
  private final Quotas quotas =
      new Quotas(
          new HttpSettings(1, 6, 2),
          new TimeMeter() {
            @Override
            public long currentTimeNanos() {
              return now;
            }

            @Override
            public boolean isWallClockBased() {
              return false;
            }
          });

  private static Caller caller(String subject) {
    return new Caller(subject, "issuer", Caller.Kind.OIDC, Set.of(), "", "");
  }

  @Test
  void headersTellWhatIsLeft() {
    var quota = quotas.request(MARIA);
    assertThat(quota.policyHeader()).isEqualTo("\"default\";q=6;w=60");
    assertThat(quota.header()).isEqualTo("\"default\";r=5;t=10");
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBack() {
    for (int i = 0; i < 6; i++) {
      quotas.request(MARIA).requireGranted();
    }
    assertThatThrownBy(() -> quotas.request(MARIA).requireGranted())
        .isInstanceOfSatisfying(
            ProblemWithHeaders.class,
            refused -> assertThat(refused.headers()).containsEntry("Retry-After", "10"));
    now += Duration.ofSeconds(10).toNanos();
    assertThat(quotas.request(MARIA).granted()).isTrue();
  }

  @Test
  void callersDoNotSufferFromOthers() {
    for (int i = 0; i < 7; i++) {
      quotas.request(MARIA);
    }
    assertThat(quotas.request(caller("otto")).granted()).isTrue();
  }

  @Test
  void failuresAreCountedByAddress() {
    quotas.failure("10.0.0.1");
    assertThat(quotas.failuresLeft("10.0.0.1").header()).isEqualTo("\"anonymous\";r=1;t=30");
    quotas.failure("10.0.0.1");
    assertThat(quotas.failuresLeft("10.0.0.1").granted()).isFalse();
    assertThat(quotas.failuresLeft("10.0.0.2").granted()).isTrue();
  }
}
