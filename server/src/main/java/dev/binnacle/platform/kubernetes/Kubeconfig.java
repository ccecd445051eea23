package dev.binnacle.platform.kubernetes;

import dev.binnacle.platform.ComponentUnavailableException;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A kubeconfig. What it demands and the library would do or pass over behind our back is refused:
 * above all no program is ever run for it.
 */
final class Kubeconfig {

  private final Path file;
  private final io.fabric8.kubernetes.api.model.Config parsed;

  private Kubeconfig(Path file, io.fabric8.kubernetes.api.model.Config parsed) {
    this.file = file;
    this.parsed = parsed;
  }

  /**
   * What one of its contexts says.
   *
   * @param wanted the context by name; empty for the current one
   * @throws ComponentUnavailableException when it cannot be used
   */
  static ApiAccess access(Path file, Optional<String> wanted) {
    var text = ApiAccess.text(file);
    return new Kubeconfig(file, parse(file)).access(text, wanted);
  }

  /** The library lets several kinds of exception of its YAML parser pass. */
  private static io.fabric8.kubernetes.api.model.Config parse(Path file) {
    try {
      return KubeConfigUtils.parseConfig(file.toAbsolutePath().toFile());
    } catch (RuntimeException notOne) {
      throw unusable(file, "it is not a kubeconfig");
    }
  }

  private ApiAccess access(String text, Optional<String> wanted) {
    var name =
        wanted
            .or(() -> text(parsed.getCurrentContext()))
            .orElseThrow(() -> unusable("it has no current context, and none is described"));
    var context =
        named(
            "context", name, parsed.getContexts(), NamedContext::getName, NamedContext::getContext);
    checkCluster(context);
    var user = user(context);
    user.ifPresent(this::checkUser);
    var config = Config.empty();
    KubeConfigUtils.merge(config, name, parsed);
    var tokenFile =
        user.map(AuthInfo::getTokenFile).filter(path -> !path.isBlank()).map(this::beside);
    var token =
        tokenFile
            .map(path -> ApiAccess.text(path).strip())
            .or(() -> user.map(AuthInfo::getToken))
            .orElse("");
    // A provider, even of nothing, keeps the library from refreshing the token in its own ways.
    config.setOauthTokenProvider(() -> token);
    return new ApiAccess(config, material(text, token, config));
  }

  private static List<String> material(String text, String token, Config config) {
    var material = new ArrayList<>(List.of(text, token));
    Stream.of(config.getCaCertFile(), config.getClientCertFile(), config.getClientKeyFile())
        .filter(Objects::nonNull)
        .map(path -> ApiAccess.text(Path.of(path)))
        .forEach(material::add);
    return material;
  }

  private void checkCluster(Context context) {
    var cluster =
        named(
            "cluster",
            text(context.getCluster()).orElseThrow(() -> unusable("its context names no cluster")),
            parsed.getClusters(),
            NamedCluster::getName,
            NamedCluster::getCluster);
    if (!Shapes.text(cluster.getServer()).matches("https?://[^/?#]+.*")) {
      throw unusable(
          "its server \"%s\" is not an http or https address".formatted(server(cluster)));
    }
    refuse("cluster", Map.of("tls-server-name", Shapes.text(cluster.getTlsServerName())));
  }

  private static String server(Cluster cluster) {
    return Shapes.text(cluster.getServer());
  }

  private Optional<AuthInfo> user(Context context) {
    return text(context.getUser())
        .map(name ->
            named("user", name, parsed.getUsers(), NamedAuthInfo::getName, NamedAuthInfo::getUser));
  }

  private void checkUser(AuthInfo user) {
    refuse(
        "user",
        Map.of(
            "exec",
            user.getExec() == null ? "" : "given",
            "auth-provider",
            user.getAuthProvider() == null ? "" : "given",
            "as",
            Shapes.text(user.getAs()),
            "username",
            Shapes.text(user.getUsername())));
  }

  private void refuse(String whose, Map<String, String> members) {
    members.forEach((member, value) -> {
      if (!value.isEmpty()) {
        throw unusable("its %s has %s, which Binnacle does not support".formatted(whose, member));
      }
    });
  }

  private Path beside(String path) {
    return file.toAbsolutePath().resolveSibling(path);
  }

  private <N, T> T named(
      String kind, String name, List<N> all, Function<N, String> nameOf, Function<N, T> contentOf) {
    return Shapes.list(all).stream()
        .filter(item -> name.equals(nameOf.apply(item)))
        .flatMap(item -> Stream.ofNullable(contentOf.apply(item)))
        .findFirst()
        .orElseThrow(() -> unusable("it has no %s \"%s\"".formatted(kind, name)));
  }

  private static Optional<String> text(String text) {
    return Optional.ofNullable(text).filter(written -> !written.isBlank());
  }

  private ComponentUnavailableException unusable(String why) {
    return unusable(file, why);
  }

  private static ComponentUnavailableException unusable(Path file, String why) {
    return new ComponentUnavailableException(
        "the kubeconfig " + file + " cannot be used: " + why,
        "Correct the kubeconfig. It needs a server, its certificate authority, and a token or a"
            + " client certificate.");
  }
}
