package dev.binnacle.sandbox.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real kubectl: Debian's (package kubernetes-client), or the one that BINNACLE_KUBECTL names.
 * Scripts are run by the shell, as people write them.
 */
final class Kubectl {
  private static final long PATIENCE_SECONDS = 120;

  /** What a script said on both channels, and how it ended. */
  record Said(int status, String text) {}

  private final Path home;

  /**
   * @param home for kubectl's caches
   */
  Kubectl(Path home) throws IOException {
    this.home = home;
    Path programs = Files.createDirectories(home.resolve("bin"));
    Path wrapper = programs.resolve("kubectl");
    Files.writeString(wrapper, "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(program()));
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
  }

  /** Runs a script as a user; answers what it printed, once it has ended well. */
  String run(Path kubeconfig, String script) throws IOException, InterruptedException {
    Said said = attempt(kubeconfig, script);
    if (said.status() != 0) {
      throw new AssertionError("Status %d: %s".formatted(said.status(), said.text()));
    }
    return said.text();
  }

  /** Runs a script as a user, however it ends. */
  Said attempt(Path kubeconfig, String script) throws IOException, InterruptedException {
    Path output = Files.createTempFile(home, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("HOME", home.toString());
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("PATH", home.resolve("bin") + ":" + environment.get("PATH"));
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("Still running: " + script + "\n" + Files.readString(output));
    }
    return new Said(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private static Path program() {
    return Optional.ofNullable(System.getenv("BINNACLE_KUBECTL"))
        .map(Path::of)
        .or(() ->
            Stream.of("/usr/local/bin/kubectl", "/usr/bin/kubectl")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst())
        .orElseThrow(() ->
            new AssertionError(
                "kubectl is missing: install it with `apt-get install kubernetes-client`."));
  }
}
