package dev.binnacle.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Where the platform is described and how patient its edges are. Read from the environment ({@code
 * BINNACLE_PLATFORM}, {@code BINNACLE_COMPONENT_TIME_LIMIT} and so on).
 */
@ApplicationScoped
public class PlatformSettings {

  private final Config config;

  /** Settings of the running server. */
  public PlatformSettings() {
    this(ConfigProvider.getConfig());
  }

  /** Settings read from the given source. */
  PlatformSettings(Config config) {
    this.config = config;
  }

  /** The platform description's file; empty when the server is to run without a platform. */
  public Optional<Path> file() {
    return config
        .getOptionalValue("binnacle.platform", String.class)
        .filter(path -> !path.isBlank())
        .map(Path::of);
  }

  /** How long a call to a component may take; 1.5 s by default. */
  public Duration timeLimit() {
    return config
        .getOptionalValue("binnacle.component.time.limit", Duration.class)
        .orElse(Duration.ofMillis(1500));
  }

  /** How many calls to one component may run at once; 32 by default. */
  public int concurrency() {
    return config.getOptionalValue("binnacle.component.concurrency", Integer.class).orElse(32);
  }

  /** How long a component that failed repeatedly is left alone; 3 s by default. */
  public Duration openTime() {
    return config
        .getOptionalValue("binnacle.component.open.time", Duration.class)
        .orElse(Duration.ofSeconds(3));
  }
}
