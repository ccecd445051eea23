package dev.binnacle.http.authentication;

import com.nimbusds.jose.JWSAlgorithm;
import dev.binnacle.identity.Role;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An OpenID Connect issuer whose tokens are accepted. Read from the environment: {@code
 * BINNACLE_OIDC_ISSUERS} lists names; {@code BINNACLE_OIDC_<NAME>_ISSUER}, {@code _AUDIENCE} and so
 * on describe each.
 *
 * @param name how the configuration and problems call it
 * @param issuer the {@code iss} of its tokens, to the letter; discovery starts there
 * @param audiences of which a token's {@code aud} has to name one
 * @param subjectClaim the claim that names the caller
 * @param roleClaim the claim that lists roles: a name, or a path with dots into nested claims
 * @param roleMapping which role each value of the role claim means
 * @param clockSkew how far the issuer's clock may be off
 * @param algorithms the signature algorithms that are accepted
 */
record OidcIssuer(
    String name,
    String issuer,
    Set<String> audiences,
    String subjectClaim,
    String roleClaim,
    Map<String, Role> roleMapping,
    Duration clockSkew,
    Set<JWSAlgorithm> algorithms) {

  private static final String PREFIX = "binnacle.oidc.";

  /** Everything with a public key. Nothing shared, which a caller could know, and not "none". */
  private static final List<JWSAlgorithm> ASYMMETRIC =
      List.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512,
          JWSAlgorithm.EdDSA);

  /**
   * The issuers in a configuration, in its order.
   *
   * @param value looks a property up by name
   * @throws IllegalArgumentException naming the property that is missing or wrong
   */
  static List<OidcIssuer> all(Function<String, Optional<String>> value) {
    return words(value.apply(PREFIX + "issuers").orElse(""))
        .map(name -> of(name, property -> value.apply(PREFIX + name + "." + property)))
        .toList();
  }

  private static OidcIssuer of(String name, Function<String, Optional<String>> value) {
    return new OidcIssuer(
        name,
        trustworthy(name, required(name, "issuer", value)),
        words(required(name, "audience", value)).collect(Collectors.toUnmodifiableSet()),
        value.apply("subject-claim").orElse("sub"),
        value.apply("role-claim").orElse("roles"),
        mapping(name, value.apply("role-mapping").orElse("")),
        skew(name, value.apply("clock-skew").orElse("PT60S")),
        algorithms(name, value.apply("algorithms").orElse("RS256,PS256,ES256,EdDSA")));
  }

  private static String required(
      String name, String property, Function<String, Optional<String>> value) {
    return value
        .apply(property)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> wrong(name, property, "is missing"));
  }

  private static String trustworthy(String name, String issuer) {
    if (!Addresses.areSafe(issuer)) {
      throw wrong(name, "issuer", "must be an https address, not '" + issuer + "'");
    }
    return issuer;
  }

  private static Map<String, Role> mapping(String name, String text) {
    var mapping = new LinkedHashMap<String, Role>();
    words(text)
        .forEach(pair -> {
          int separator = pair.lastIndexOf('=');
          var role = Role.of(pair.substring(separator + 1).strip());
          if (separator < 1 || role.isEmpty()) {
            throw wrong(name, "role-mapping", "must be value=role,…, not '" + pair + "'");
          }
          mapping.put(pair.substring(0, separator).strip(), role.get());
        });
    if (mapping.isEmpty()) {
      Arrays.stream(Role.values()).forEach(role -> mapping.put(role.word(), role));
      Arrays.stream(Role.values()).forEach(role -> mapping.put(role.name(), role));
    }
    return Map.copyOf(mapping);
  }

  private static Duration skew(String name, String text) {
    try {
      var skew = Duration.parse(text.strip());
      if (skew.isNegative() || skew.compareTo(Duration.ofMinutes(10)) > 0) {
        throw wrong(name, "clock-skew", "must be from PT0S to PT10M, not " + text);
      }
      return skew;
    } catch (DateTimeParseException foreign) {
      throw wrong(name, "clock-skew", "must be a duration like PT60S, not '" + text + "'");
    }
  }

  private static Set<JWSAlgorithm> algorithms(String name, String text) {
    var algorithms = new LinkedHashSet<JWSAlgorithm>();
    words(text)
        .forEach(word -> {
          var algorithm = JWSAlgorithm.parse(word);
          if (!ASYMMETRIC.contains(algorithm)) {
            throw wrong(name, "algorithms", "must be of %s, not '%s'".formatted(ASYMMETRIC, word));
          }
          algorithms.add(algorithm);
        });
    if (algorithms.isEmpty()) {
      throw wrong(name, "algorithms", "names none");
    }
    return Set.copyOf(algorithms);
  }

  private static Stream<String> words(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(word -> !word.isEmpty());
  }

  private static IllegalArgumentException wrong(String name, String property, String how) {
    return new IllegalArgumentException(PREFIX + name + "." + property + " " + how);
  }

  /** Where discovery finds the issuer's own description. */
  URI discoveryAddress() {
    var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return URI.create(base + "/.well-known/openid-configuration");
  }
}
