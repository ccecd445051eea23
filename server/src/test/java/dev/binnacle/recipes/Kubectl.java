package dev.binnacle.recipes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real kubectl, the one that BINNACLE_KUBECTL names or the machine's own, on one cluster. */
final class Kubectl {

  private static final long PATIENCE_SECONDS = 120;

  /** What it said on both channels, and how it ended. */
  record Said(int status, String text) {}

  private final Path home;
  private final Path kubeconfig;

  /**
   * @param home for its caches
   * @param kubeconfig of the cluster and the user
   */
  Kubectl(Path home, Path kubeconfig) {
    this.home = home;
    this.kubeconfig = kubeconfig;
  }

  /** Runs it; fails when it does not end well. */
  String run(String... arguments) throws IOException, InterruptedException {
    var said = attempt(arguments);
    if (said.status() != 0) {
      throw new AssertionError("Status " + said.status() + ": " + said.text());
    }
    return said.text();
  }

  /** Runs it, however it ends. */
  Said attempt(String... arguments) throws IOException, InterruptedException {
    var output = Files.createTempFile(home, "kubectl", ".txt");
    var builder =
        new ProcessBuilder(Stream.concat(Stream.of(program()), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    var process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("Still running: " + List.of(arguments));
    }
    return new Said(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private static String program() {
    return Optional.ofNullable(System.getenv("BINNACLE_KUBECTL"))
        .or(() ->
            Stream.of("/usr/local/bin/kubectl", "/usr/bin/kubectl")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst())
        .orElseThrow(() ->
            new AssertionError(
                "kubectl is missing: install it with `apt-get install kubernetes-client`."));
  }
}
