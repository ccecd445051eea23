package dev.binnacle.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentPlatformTest {

  @TempDir Path directory;
  private Path file;
  private final Changes changes = new Changes();

  @BeforeEach
  void describe() throws IOException {
    file = Files.writeString(directory.resolve("platform.yaml"), "sites: [{name: one}]\n");
  }

  @Test
  void takesANewDescriptionIntoForce() throws IOException {
    var platform = platform();
    Files.writeString(file, "sites: [{name: one}, {name: two}]\n");
    platform.reloadIfChanged();
    platform.reloadIfChanged();

    assertThat(platform.description().sites()).hasSize(2);
    assertThat(changes.fired).hasSize(1);
    assertThat(changes.fired.getFirst().before().sites()).hasSize(1);
    assertThat(changes.fired.getFirst().now()).isEqualTo(platform.description());
  }

  @Test
  void anInvalidDescriptionLeavesTheOldOneInForce() throws IOException {
    var platform = platform();
    Files.writeString(file, "sites: [{nam: one}]\n");
    platform.reloadIfChanged();
    Files.delete(file);
    platform.reloadIfChanged();

    assertThat(platform.description().sites())
        .extracting(PlatformDescription.Site::name)
        .containsExactly("one");
    assertThat(changes.fired).isEmpty();

    Files.writeString(file, "sites: [{name: back}]\n");
    platform.reloadIfChanged();
    assertThat(platform.description().sites())
        .extracting(PlatformDescription.Site::name)
        .containsExactly("back");
  }

  @Test
  void anInvalidDescriptionAtTheStartIsAnError() throws IOException {
    Files.writeString(file, "sites: main\n");
    assertThatThrownBy(this::platform)
        .isInstanceOf(InvalidDescriptionException.class)
        .hasMessageContaining("line 1, column 8");
    Files.delete(file);
    assertThatThrownBy(this::platform)
        .isInstanceOf(InvalidDescriptionException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void withoutAFileThePlatformIsEmpty() {
    var platform = new CurrentPlatform(new PlatformSettings(new GivenConfig(Map.of())), changes);
    assertThat(platform.description()).isEqualTo(PlatformDescription.EMPTY);
  }

  @Test
  void approvalsAreThoseOfTheDescriptionInForce() throws IOException {
    var platform = platform();
    var approvals = new PlatformApprovals(platform);
    assertThat(approvals.required("SWITCHOVER")).isFalse();

    Files.writeString(file, "approvals: {procedures: [SWITCHOVER]}\n");
    platform.reloadIfChanged();
    assertThat(approvals.required("SWITCHOVER")).isTrue();
    assertThat(approvals.required("DRAIN")).isFalse();
  }

  private CurrentPlatform platform() {
    return new CurrentPlatform(
        new PlatformSettings(new GivenConfig(Map.of("binnacle.platform", file.toString()))),
        changes);
  }

  /** Keeps what is fired. */
  private static final class Changes implements Event<PlatformChanged> {

    private final List<PlatformChanged> fired = new ArrayList<>();

    @Override
    public void fire(PlatformChanged change) {
      fired.add(change);
    }

    @Override
    public <U extends PlatformChanged> CompletionStage<U> fireAsync(U change) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends PlatformChanged> CompletionStage<U> fireAsync(
        U change, NotificationOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Event<PlatformChanged> select(Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends PlatformChanged> Event<U> select(Class<U> type, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends PlatformChanged> Event<U> select(
        TypeLiteral<U> type, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }
  }
}
