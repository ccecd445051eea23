package dev.binnacle.platform;

import dev.binnacle.platform.PlatformDescription.TransportSecurity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * One TLS context for each description, so that sessions are resumed and files are not read for
 * every connection. It is made anew when one of its files has changed. Thread-safe.
 */
public final class TransportContexts {

  private record Made(List<FileTime> changed, SSLContext context) {}

  private final Map<TransportSecurity, Made> contexts = new ConcurrentHashMap<>();

  /**
   * The context of that description.
   *
   * @throws IOException when one of its files cannot be used
   */
  public SSLContext of(TransportSecurity described) throws IOException {
    var changed = new ArrayList<FileTime>();
    for (var file : files(described)) {
      changed.add(Files.getLastModifiedTime(file));
    }
    var made = contexts.get(described);
    if (made == null || !made.changed().equals(changed)) {
      made = new Made(List.copyOf(changed), TrustedAuthorities.in(described));
      contexts.put(described, made);
    }
    return made.context();
  }

  private static List<Path> files(TransportSecurity described) {
    return Stream.concat(
            described.trust().stream(),
            described.client().stream()
                .flatMap(client -> Stream.of(client.certificate(), client.key())))
        .toList();
  }
}
