package dev.binnacle.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads the settings of the edge once. */
@ApplicationScoped
public class HttpConfiguration {

  private final Config config = ConfigProvider.getConfig();

  /** The settings. */
  @Produces
  @Singleton
  public HttpSettings settings() {
    return HttpSettings.of(name -> config.getOptionalValue(name, String.class));
  }
}
