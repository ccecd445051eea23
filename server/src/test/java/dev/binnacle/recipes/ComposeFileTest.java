package dev.binnacle.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What has to be true of every service in {@code docker/compose.yaml}, beyond the schema. */
class ComposeFileTest {

  private static final Path DOCKER = Path.of("..", "docker");

  private record Service(String name, Map<String, Object> described) {

    List<String> texts(String key) {
      return described.get(key) instanceof Collection<?> several
          ? several.stream().map(String::valueOf).toList()
          : List.of();
    }

    Map<?, ?> map(String key) {
      return described.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }
  }

  @SuppressWarnings("unchecked")
  private static Stream<Service> services() throws IOException {
    var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    Map<String, Map<String, Map<String, Object>>> file =
        yaml.load(Files.readString(DOCKER.resolve("compose.yaml")));
    return file.get("services").entrySet().stream()
        .map(entry -> new Service(entry.getKey(), entry.getValue()));
  }

  @Test
  void theWholePlatformIsThere() throws IOException {
    assertThat(services().map(Service::name))
        .contains("binnacle-1", "binnacle-2", "address", "state-store", "k3s")
        .contains("orders-3", "catalog-3", "sessions-6", "emqx-3", "object-store")
        .contains("prometheus", "alertmanager", "grafana");
  }

  @Test
  void everyImageIsPinned() throws IOException {
    assertThat(services())
        .allSatisfy(service ->
            assertThat(service.described().get("image").toString())
                .matches("[a-z0-9./-]+:v?[a-z0-9.-]+")
                .doesNotEndWith(":latest"));
  }

  @Test
  void everyPortIsOnLoopback() throws IOException {
    assertThat(services())
        .allSatisfy(service -> {
          assertThat(service.texts("ports")).allMatch(port -> port.startsWith("127.0.0.1:"));
          assertThat(service.described()).doesNotContainEntry("network_mode", "host");
        });
  }

  @Test
  void whatStaysUpTellsHowItIs() throws IOException {
    assertThat(services().filter(service -> service.described().containsKey("restart")))
        .allSatisfy(service -> assertThat(service.map("healthcheck").get("test")).isNotNull());
  }

  @Test
  void noSecretStandsInTheFile() throws IOException {
    assertThat(services().flatMap(service -> service.map("environment").keySet().stream()))
        .map(String::valueOf)
        .filteredOn(name -> name.matches(".*(PASSWORD|TOKEN|SECRET|COOKIE|KEY)(?!.*FILE).*"))
        .isEmpty();
  }

  @Test
  void whatIsMountedFromTheProjectExists() throws IOException {
    assertThat(services().flatMap(service -> service.texts("volumes").stream()))
        .filteredOn(volume -> volume.startsWith("."))
        .isNotEmpty()
        .allSatisfy(volume -> assertThat(DOCKER.resolve(volume.split(":")[0])).exists());
  }
}
