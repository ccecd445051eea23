package dev.binnacle.platform.mongodb;

import java.time.Instant;

/** An operation of the oplog, without what it wrote. */
public record OplogEntry(Instant at, Kind kind, String namespace) {

  /** What kind of operation it is. */
  public enum Kind {
    INSERT,
    UPDATE,
    DELETE,
    COMMAND,
    NOOP,
    UNKNOWN;

    static Kind of(String letter) {
      return switch (letter) {
        case "i" -> INSERT;
        case "u" -> UPDATE;
        case "d" -> DELETE;
        case "c" -> COMMAND;
        case "n" -> NOOP;
        default -> UNKNOWN;
      };
    }
  }
}
