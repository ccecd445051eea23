package dev.binnacle.sandbox.mongodb;

import java.time.Duration;
import java.util.Set;

/** Something that is wrong with a replica set. Members are named by host and port. */
public sealed interface Fault {
  /** The process is gone: connections are refused and dropped. Its data stay. */
  record MemberDead(String member) implements Fault {}

  /** The process hangs: connections open, and nothing is ever answered, not even heartbeats. */
  record MemberSilent(String member) implements Fault {}

  /** Every answer to a client takes this much longer. */
  record MemberSlow(String member, Duration delay) implements Fault {}

  /** A secondary applies every write this much later. */
  record MemberLagging(String member, Duration lag) implements Fault {}

  /** A secondary applies nothing any more, and falls behind as long as there are writes. */
  record ReplicationStopped(String member) implements Fault {}

  /** These members reach each other and clients, but no other member. */
  record Partition(Set<String> members) implements Fault {
    public Partition {
      members = Set.copyOf(members);
    }
  }

  /** A primary does not notice that it has lost the majority, and goes on to say that it leads. */
  record PrimaryDeluded(String member) implements Fault {}

  /** A member answers a command with an error, whatever it says. */
  record CommandFails(String member, String command, int code, String codeName, String message)
      implements Fault {}
}
