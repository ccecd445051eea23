package dev.binnacle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class StateDirectoryTest {
  private final List<String> told = new ArrayList<>();
  private Path project;

  @BeforeEach
  void makeProject() throws Exception {
    project = TestDirectories.reachable("project");
  }

  @AfterEach
  void removeProject() throws Exception {
    DirectoryTree.delete(project);
  }

  @Test
  void reachableProjectKeepsItsState() {
    assertThat(StateDirectory.resolve(project, Optional.empty(), told::add))
        .isEqualTo(project.resolve(".state"))
        .isDirectory();
    assertThat(told).isEmpty();
  }

  @Test
  void chosenDirectoryIsTaken() {
    Path chosen = project.resolve("elsewhere");
    assertThat(StateDirectory.resolve(project, Optional.of(chosen), told::add)).isEqualTo(chosen);
    assertThat(project.resolve(".state")).doesNotExist();
  }

  @Test
  @EnabledIf("runsAsRoot")
  void unreachableProjectLinksToAStateElsewhereAndSaysSo() throws Exception {
    Path hidden = Files.createDirectory(project.resolve("hidden"));
    DaemonUser.current().privateDirectory(hidden);
    Files.setOwner(hidden, Files.getOwner(project));

    Path state = StateDirectory.resolve(hidden, Optional.empty(), told::add);
    try {
      assertThat(state).startsWith(Path.of("/var/lib/binnacle-sandbox")).isDirectory();
      assertThat(hidden.resolve(".state").toRealPath()).isEqualTo(state);
      assertThat(told).singleElement().asString().contains(state.toString());
      assertThat(StateDirectory.resolve(hidden, Optional.empty(), told::add)).isEqualTo(state);
    } finally {
      DirectoryTree.delete(state);
    }
  }

  @Test
  @EnabledIf("runsAsRoot")
  void unreachableChoiceIsRefused() throws Exception {
    Path hidden = Files.createDirectory(project.resolve("hidden"));
    DaemonUser.current().privateDirectory(hidden);
    Files.setOwner(hidden, Files.getOwner(project));

    assertThatThrownBy(
            () -> StateDirectory.resolve(project, Optional.of(hidden.resolve("state")), told::add))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("cannot reach");
  }

  /** Only root hands its daemons to another user, who may not reach what root can. */
  static boolean runsAsRoot() {
    return DaemonUser.isRoot();
  }
}
