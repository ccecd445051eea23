package dev.binnacle.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** What of access is configured in the environment. */
@ApplicationScoped
public class SecuritySettings {

  /**
   * The text of the token that exists from the start ({@code BINNACLE_BOOTSTRAP_TOKEN}): how the
   * first caller gets in. A secret.
   */
  public Optional<String> bootstrapToken() {
    return ConfigProvider.getConfig().getOptionalValue("binnacle.bootstrap.token", String.class);
  }
}
