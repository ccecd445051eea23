package dev.binnacle.client;

/** The server speaks another version of the contract than this client. */
public final class IncompatibleServerException extends BinnacleException {
  private static final long serialVersionUID = 1L;

  private final String serverVersion;

  IncompatibleServerException(String serverVersion) {
    super(
        ("The server speaks version %s of the contract, this client version %s. Take"
                + " binnacle-client %s, or a server of %s.")
            .formatted(
                serverVersion, ContractVersion.OWN, serverVersion, ContractVersion.OWN.series()));
    this.serverVersion = serverVersion;
  }

  /** The version of the contract that the server speaks. */
  public String serverVersion() {
    return serverVersion;
  }

  /** The version of the contract that this client speaks. */
  public String clientVersion() {
    return ContractVersion.OWN.toString();
  }
}
