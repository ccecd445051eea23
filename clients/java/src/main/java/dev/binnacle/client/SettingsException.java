package dev.binnacle.client;

/** The client was not told what it needs to know, such as where the server is. */
public final class SettingsException extends BinnacleException {
  private static final long serialVersionUID = 1L;

  SettingsException(String message) {
    super(message);
  }
}
