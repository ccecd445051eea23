package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.platform.ComponentUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeconfigTest {

  private static final String WHOLE =
      """
      apiVersion: v1
      kind: Config
      current-context: usual
      contexts:
        - name: usual
          context: {cluster: one, user: robot}
        - name: other
          context: {cluster: two, user: robot}
        - name: broken
          context: {cluster: three, user: robot}
      clusters:
        - name: one
          cluster: {server: 'https://10.0.0.1:6443/', certificate-authority: ca.pem}
        - name: two
          cluster: {server: 'https://10.0.0.2:6443', insecure-skip-tls-verify: true}
      users:
        - name: robot
          user: {token: written}
      """;

  @TempDir private Path directory;
  private Path marker;

  @BeforeEach
  void authority() throws IOException {
    Files.writeString(directory.resolve("ca.pem"), "an authority");
    marker = directory.resolve("ran");
  }

  @Test
  void theCurrentContextHoldsUnlessAnotherIsWanted() throws IOException {
    var usual = read(WHOLE, Optional.empty());
    assertThat(usual.server()).isEqualTo("https://10.0.0.1:6443");
    assertThat(usual.config().getOauthTokenProvider().getToken()).isEqualTo("written");
    assertThat(usual.config().getCaCertFile()).isEqualTo(directory.resolve("ca.pem").toString());
    var other = read(WHOLE, Optional.of("other"));
    assertThat(other.server()).isEqualTo("https://10.0.0.2:6443");
    assertThat(other.config().isTrustCerts()).isTrue();
  }

  @Test
  void aFileWithATokenGoesBeforeATokenAndLiesBesideTheKubeconfig() throws IOException {
    Files.writeString(directory.resolve("token"), "from the file\n");
    var access = read(WHOLE.replace("{token: written}", "{token: x, tokenFile: token}"));
    assertThat(access.config().getOauthTokenProvider().getToken()).isEqualTo("from the file");
  }

  @Test
  void whateverChangesInAFileThatItNamesChangesTheAccess() throws IOException {
    var before = read(WHOLE);
    assertThat(read(WHOLE).material()).isEqualTo(before.material());
    Files.writeString(directory.resolve("ca.pem"), "another authority");
    assertThat(read(WHOLE).material()).isNotEqualTo(before.material());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{token: written} | {exec: {command: /usr/bin/touch, args: [MARKER]}} | its user has exec",
        "{token: written} | {auth-provider: {name: oidc}} | its user has auth-provider",
        "{token: written} | {username: a, password: b} | its user has username",
        "{token: written} | {token: x, as: root} | its user has as",
        "'https://10.0.0.1:6443/' | 'ftp://10.0.0.1' | its server \"ftp://10.0.0.1\" is not an http",
        "certificate-authority: ca.pem | tls-server-name: x | its cluster has tls-server-name",
        "current-context: usual | current-context: broken | it has no cluster \"three\"",
        "current-context: usual | current-context: nowhere | it has no context \"nowhere\"",
        "current-context: usual | preferences: {} | it has no current context",
        "name: robot | name: somebody | it has no user \"robot\"",
        "apiVersion: v1 | - | it is not a kubeconfig",
        "ca.pem | missing.pem | missing.pem cannot be read"
      })
  void refusesWhatItCannotUse(String written, String instead, String words) {
    assertThatThrownBy(
            () -> read(WHOLE.replace(written, instead.replace("MARKER", marker.toString()))))
        .isInstanceOf(ComponentUnavailableException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("written");
    assertThat(marker).doesNotExist();
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Kubeconfig.access(directory.resolve("nothing"), Optional.empty()))
        .isInstanceOf(ComponentUnavailableException.class)
        .hasMessageContaining("nothing cannot be read");
  }

  @Test
  void aPodHasItsServiceAccount() throws IOException {
    Files.writeString(directory.resolve("token"), "of the pod\n");
    Files.writeString(directory.resolve("ca.crt"), "an authority");
    var access =
        ApiAccess.ofPod(
            Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "6443"),
            directory);
    assertThat(access.server()).isEqualTo("https://[fd00::1]:6443");
    assertThat(access.config().getOauthTokenProvider().getToken()).isEqualTo("of the pod");
    assertThatThrownBy(() -> ApiAccess.ofPod(Map.of(), directory))
        .hasMessageContaining("does not run in a pod");
  }

  private ApiAccess read(String text) throws IOException {
    return read(text, Optional.empty());
  }

  private ApiAccess read(String text, Optional<String> context) throws IOException {
    return Kubeconfig.access(Files.writeString(directory.resolve("kubeconfig"), text), context);
  }
}
