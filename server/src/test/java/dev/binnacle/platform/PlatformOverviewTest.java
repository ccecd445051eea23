package dev.binnacle.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.platform.ComponentStatus.LastCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformOverviewTest {

  @TempDir private Path directory;

  @Test
  void aClusterIsAComponentWhoseAddressIsKnownOnceItWasCalled() throws IOException {
    var file =
        Files.writeString(
            directory.resolve("platform.yaml"),
            "{sites: [{name: main}], clusters: [{name: dc1, site: main, inCluster: true}]}");
    var platform = GivenPlatform.in(file);
    var overview = new PlatformOverview(platform.current(), platform.edges());
    var cluster = new Component(Component.Type.KUBERNETES, "dc1", "main");

    assertThat(overview.components())
        .singleElement()
        .satisfies(status -> {
          assertThat(status.component()).isEqualTo(cluster);
          assertThat(status.endpoints()).isEmpty();
          assertThat(status.lastCall()).isEqualTo(LastCall.NOT_CALLED_YET);
        });

    platform.edges().of(cluster, "https://10.0.0.1:6443").read(() -> 1);
    assertThat(overview.components())
        .singleElement()
        .satisfies(status -> {
          assertThat(status.endpoints()).containsExactly("https://10.0.0.1:6443");
          assertThat(status.lastCall()).isEqualTo(LastCall.ANSWERED);
        });
  }
}
