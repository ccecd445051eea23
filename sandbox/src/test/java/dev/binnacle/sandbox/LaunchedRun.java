package dev.binnacle.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A launcher in a JVM of its own, as {@code make run} starts it, and what it says. */
final class LaunchedRun {
  private static final Duration LONG = Duration.ofSeconds(240);

  private final Path state;
  private final int port;
  private final Process process;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Thread listening;

  LaunchedRun(Path state, int port) throws IOException {
    this.state = state;
    this.port = port;
    this.process = TestJvm.start(LauncherUnderTest.class, state.toString(), Integer.toString(port));
    BufferedReader reader = process.inputReader();
    this.listening = Thread.ofVirtual().start(() -> reader.lines().forEach(said::add));
  }

  long pid() {
    return process.pid();
  }

  List<String> said() {
    return said;
  }

  LaunchedRun awaitReady() {
    if (!awaitSaying("ready in ")) {
      throw new AssertionError("Not ready: " + said + "\n" + lastLines());
    }
    return this;
  }

  /** The end of every log: the directory is gone when somebody reads the failure. */
  private String lastLines() {
    try (Stream<Path> files = Files.walk(state)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .map(file -> file + ":\n  " + String.join("\n  ", LogFile.tail(file, 20)))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return "no logs: " + e;
    }
  }

  boolean awaitSaying(String part) {
    Waiting.until(LONG, () -> says(part) || !process.isAlive());
    return Waiting.until(Duration.ofSeconds(2), () -> says(part));
  }

  boolean says(String part) {
    return said.stream().anyMatch(line -> line.contains(part));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int terminate() throws InterruptedException {
    process.toHandle().destroy();
    return awaitEnd();
  }

  void kill9() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("Did not end: " + said);
    }
    listening.join();
    return process.exitValue();
  }

  ProcessTree everything() throws IOException {
    return everything(state);
  }

  /** Everything that a run recorded or started. */
  static ProcessTree everything(Path state) throws IOException {
    var recorded = new ArrayList<ProcessIdentity>();
    Files.walkFileTree(
        state,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".process")) {
              ProcessIdentity.read(file).ifPresent(recorded::add);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path vanished, IOException failure) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException vanished) {
            return FileVisitResult.CONTINUE;
          }
        });
    Stream<ProcessIdentity> working =
        ProcessTree.workingBelow(state).pids().stream()
            .map(ProcessIdentity::of)
            .flatMap(Optional::stream);
    return new ProcessTree(Stream.concat(recorded.stream(), working).toList());
  }

  ProcessIdentity recorded(String file) {
    return ProcessIdentity.read(state.resolve(file)).orElseThrow();
  }

  String get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI address = URI.create("http://127.0.0.1:" + port + path);
      HttpRequest request = HttpRequest.newBuilder(address).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
