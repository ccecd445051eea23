package dev.binnacle.sandbox.mongodb;

/** The errors that the simulator knows, as the server's manual numbers and names them. */
public enum ErrorCode {
  BAD_VALUE(2, "BadValue"),
  FAILED_TO_PARSE(9, "FailedToParse"),
  UNAUTHORIZED(13, "Unauthorized"),
  AUTHENTICATION_FAILED(18, "AuthenticationFailed"),
  ILLEGAL_OPERATION(20, "IllegalOperation"),
  ALREADY_INITIALIZED(23, "AlreadyInitialized"),
  NAMESPACE_NOT_FOUND(26, "NamespaceNotFound"),
  CURSOR_NOT_FOUND(43, "CursorNotFound"),
  MAX_TIME_MS_EXPIRED(50, "MaxTimeMSExpired"),
  COMMAND_NOT_FOUND(59, "CommandNotFound"),
  WRITE_CONCERN_FAILED(64, "WriteConcernFailed"),
  INVALID_NAMESPACE(73, "InvalidNamespace"),
  NODE_NOT_FOUND(74, "NodeNotFound"),
  INVALID_REPLICA_SET_CONFIG(93, "InvalidReplicaSetConfig"),
  NOT_YET_INITIALIZED(94, "NotYetInitialized"),
  NOT_SECONDARY(95, "NotSecondary"),
  NEW_CONFIGURATION_INCOMPATIBLE(103, "NewReplicaSetConfigurationIncompatible"),
  NODE_NOT_ELECTABLE(104, "NodeNotElectable"),
  CONFIGURATION_IN_PROGRESS(109, "ConfigurationInProgress"),
  EXCEEDED_TIME_LIMIT(262, "ExceededTimeLimit"),
  CURRENT_CONFIG_NOT_COMMITTED_YET(308, "CurrentConfigNotCommittedYet"),
  NOT_WRITABLE_PRIMARY(10107, "NotWritablePrimary"),
  DUPLICATE_KEY(11000, "DuplicateKey"),
  NOT_PRIMARY_NO_SECONDARY_OK(13435, "NotPrimaryNoSecondaryOk"),
  NOT_PRIMARY_OR_SECONDARY(13436, "NotPrimaryOrSecondary");

  private final int number;
  private final String word;

  ErrorCode(int number, String word) {
    this.number = number;
    this.word = word;
  }

  /** The member {@code code} of an error. */
  public int number() {
    return number;
  }

  /** The member {@code codeName} of an error. */
  public String word() {
    return word;
  }
}
