package dev.binnacle.platform;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The description in force. An invalid file at the start ends the deployment; an invalid file later
 * is refused with its findings in the log, and the description before it stays in force.
 * Thread-safe.
 */
@ApplicationScoped
public class CurrentPlatform {

  private static final Logger LOG = LoggerFactory.getLogger(CurrentPlatform.class);
  private static final int POLL_SECONDS = 2;

  private final Optional<Path> file;
  private final Event<PlatformChanged> changes;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("platform-description").factory());
  private volatile PlatformDescription description = PlatformDescription.EMPTY;
  private String text = "";
  private String refusal = "";

  /** Required by CDI. */
  protected CurrentPlatform() {
    this.file = Optional.empty();
    this.changes = null;
  }

  /**
   * The platform in the file that the settings name.
   *
   * @throws InvalidDescriptionException when it is not valid or cannot be read
   */
  @Inject
  public CurrentPlatform(PlatformSettings settings, Event<PlatformChanged> changes) {
    this.file = settings.file();
    this.changes = changes;
    if (file.isEmpty()) {
      LOG.warn("BINNACLE_PLATFORM names no file: the platform is empty");
    } else {
      text = read(file.get());
      description = DescriptionReader.read(text);
    }
  }

  /** Reads the description when the server starts, rather than at its first use. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    if (file.isPresent()) {
      timer.scheduleWithFixedDelay(
          this::reloadIfChanged, POLL_SECONDS, POLL_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** The description in force. */
  public PlatformDescription description() {
    return description;
  }

  /** Looks at the file, and takes a new and valid description into force. */
  synchronized void reloadIfChanged() {
    try {
      var newText = read(file.orElseThrow());
      if (newText.equals(text)) {
        refusal = "";
        return;
      }
      var before = description;
      description = DescriptionReader.read(newText);
      text = newText;
      refusal = "";
      LOG.info("{}: a new platform description is in force", file.get());
      changes.fire(new PlatformChanged(before, description));
    } catch (InvalidDescriptionException invalid) {
      if (!refusal.equals(invalid.getMessage())) {
        refusal = invalid.getMessage();
        LOG.error("{}: refused, the description before it stays in force. {}", file.get(), refusal);
      }
    } catch (RuntimeException broken) {
      LOG.error("{}: the new platform description upset somebody", file.get(), broken);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new InvalidDescriptionException(
          java.util.List.of(file + " cannot be read: " + unreadable.getClass().getSimpleName()));
    }
  }

  /** Stops looking. */
  @PreDestroy
  void stop() {
    timer.shutdownNow();
  }
}
