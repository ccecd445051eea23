package dev.binnacle.platform;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The platform's beans outside the container, over a real platform file. */
public record GivenPlatform(CurrentPlatform current, ComponentEdges edges) {

  /** The platform in that file. */
  public static GivenPlatform in(Path file) {
    var settings =
        new PlatformSettings(new GivenConfig(Map.of("binnacle.platform", file.toString())));
    return new GivenPlatform(
        new CurrentPlatform(settings, null), new ComponentEdges(settings, Clock.systemUTC()));
  }
}
