package dev.binnacle.platform.patroni;

import java.util.Locale;

/**
 * What a member does.
 *
 * @param word Patroni's own word, kept also when it is a new one
 */
public record MemberRole(Kind kind, String word) {

  /** The roles that are known. */
  public enum Kind {
    LEADER,
    STANDBY_LEADER,
    REPLICA,
    SYNC_STANDBY,
    QUORUM_STANDBY,
    UNKNOWN
  }

  /** The role behind any of Patroni's words, of version 3 or 4. */
  public static MemberRole of(String word) {
    var kind =
        switch (word.toLowerCase(Locale.ROOT)) {
          case "leader", "master", "primary" -> Kind.LEADER;
          case "standby_leader" -> Kind.STANDBY_LEADER;
          case "replica", "demoted" -> Kind.REPLICA;
          case "sync_standby" -> Kind.SYNC_STANDBY;
          case "quorum_standby" -> Kind.QUORUM_STANDBY;
          default -> Kind.UNKNOWN;
        };
    return new MemberRole(kind, word);
  }

  /** Whether it holds the leader key. */
  public boolean leads() {
    return kind == Kind.LEADER || kind == Kind.STANDBY_LEADER;
  }

  /** Whether commits may wait for it. */
  public boolean isSynchronous() {
    return kind == Kind.SYNC_STANDBY || kind == Kind.QUORUM_STANDBY;
  }
}
