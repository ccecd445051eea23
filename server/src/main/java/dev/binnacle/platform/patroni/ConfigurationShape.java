package dev.binnacle.platform.patroni;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.platform.patroni.DynamicConfiguration.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the whole answer of {@code GET /config}, and hides what looks like a secret. Pure. */
final class ConfigurationShape {

  private static final long DEFAULT_RETRY_TIMEOUT = 10;
  private static final String PARAMETERS = "postgresql.parameters.";

  /** Shown as members of their own. */
  private static final Set<String> KNOWN =
      Set.of(
          "ttl",
          "loop_wait",
          "retry_timeout",
          "maximum_lag_on_failover",
          "pause",
          "synchronous_mode",
          "synchronous_mode_strict",
          "synchronous_node_count",
          "failsafe_mode");

  private static final Pattern SECRET_NAME =
      Pattern.compile("password|passwd|passphrase|secret|token|credential|(?<!public_)key$");

  /** A connection string with a password in it, in either of PostgreSQL's forms. */
  private static final Pattern SECRET_VALUE =
      Pattern.compile(
          "(?i)password\\s*=|://[^/\\s:@]*:[^/\\s@]*@|\\b\\w*(?:secret|token|access_key)\\w*\\s*=");

  private ConfigurationShape() {}

  static DynamicConfiguration of(JsonNode answer) {
    var settings = new ArrayList<Setting>();
    flatten("", answer, settings);
    settings.sort(Comparator.comparing(Setting::name));
    return new DynamicConfiguration(
        PatroniShapes.settings(answer),
        Duration.ofSeconds(answer.path("retry_timeout").asLong(DEFAULT_RETRY_TIMEOUT)),
        PatroniShapes.isOn(answer.path("pause")),
        PatroniShapes.isOn(answer.path("synchronous_mode_strict")),
        Math.max(1, answer.path("synchronous_node_count").asInt(1)),
        PatroniShapes.isOn(answer.path("failsafe_mode")),
        answer.path("standby_cluster").size() > 0,
        settings.stream()
            .filter(setting -> setting.name().startsWith(PARAMETERS))
            .map(setting ->
                new Setting(
                    setting.name().substring(PARAMETERS.length()),
                    setting.value(),
                    setting.hidden()))
            .toList(),
        others(settings));
  }

  private static List<Setting> others(List<Setting> settings) {
    return settings.stream()
        .filter(setting -> !setting.name().startsWith(PARAMETERS))
        .filter(setting -> !KNOWN.contains(setting.name()))
        .toList();
  }

  private static void flatten(String prefix, JsonNode node, List<Setting> settings) {
    node.properties()
        .forEach(member -> {
          var name = prefix + member.getKey();
          var value = member.getValue();
          if (value.isObject()) {
            flatten(name + ".", value, settings);
          } else if (!value.isNull()) {
            settings.add(setting(name, value.isTextual() ? value.textValue() : value.toString()));
          }
        });
  }

  private static Setting setting(String name, String value) {
    boolean hidden = SECRET_NAME.matcher(name).find() || SECRET_VALUE.matcher(value).find();
    return new Setting(name, hidden ? "" : value, hidden);
  }
}
