package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.platform.GivenPlatform;
import dev.binnacle.platform.PlatformChanged;
import dev.binnacle.platform.PlatformDescription;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters come and go with the platform description. */
class KubernetesClustersTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private final ScriptedApi api = new ScriptedApi();
  private PlatformDescription description;
  private KubernetesClusters clusters;

  @BeforeEach
  void describe() throws IOException {
    var file =
        Files.writeString(
            directory.resolve("platform.yaml"),
            """
            sites: [{name: main}]
            clusters:
              - {name: dc1, site: main, kubeconfig: {file: '%s'}}
              - {name: dead, site: main, kubeconfig: {file: /nowhere}}
            """
                .formatted(api.kubeconfig(directory)));
    var platform = GivenPlatform.in(file);
    description = platform.current().description();
    clusters = new KubernetesClusters(platform.edges(), Clock.systemUTC(), ScriptedApi.HURRY);
    api.put("alpha", false);
  }

  @AfterEach
  void stop() {
    clusters.close();
    api.close();
  }

  @Test
  void aClusterIsAlwaysTheSameOneAndADeadOneCostsOnlyItsOwnAnswers() {
    assertThat(cluster("dc1")).isSameAs(cluster("dc1"));
    var problem = catchThrowableOfType(ProblemException.class, cluster("dead")::nodes).problem();
    assertThat(problem.code()).isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
    assertThat(problem.detail()).contains("the file /nowhere cannot be read");
    assertThat(cluster("dc1").nodes().value()).hasSize(1);
  }

  @Test
  void aClusterThatIsGoneIsLetGo() {
    var cluster = cluster("dc1");
    cluster.nodes();
    Patience.until("a watch", DEADLINE, api.watches::get, count -> count >= 1);
    clusters.letGo(new PlatformChanged(description, PlatformDescription.EMPTY));
    assertThat(catchThrowableOfType(ProblemException.class, cluster::nodesNow).problem().code())
        .isEqualTo(ProblemCode.PLATFORM_CHANGED);
    int asked = api.asked.size();
    Patience.until("the end of the watch", DEADLINE, api.open::get, open -> open == 0);
    assertThat(api.asked).hasSize(asked);
  }

  @Test
  void aClusterThatStaysIsKept() {
    var cluster = cluster("dc1");
    clusters.letGo(new PlatformChanged(PlatformDescription.EMPTY, description));
    assertThat(cluster("dc1")).isSameAs(cluster);
  }

  private KubernetesCluster cluster(String name) {
    return clusters.of(description.cluster(name).orElseThrow());
  }
}
