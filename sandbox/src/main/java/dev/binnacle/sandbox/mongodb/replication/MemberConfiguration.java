package dev.binnacle.sandbox.mongodb.replication;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Refusal;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A member as the configuration has it. The sources of the refusals are the manual's page
 * "Self-Managed Replica Set Configuration" and the messages of servers.
 *
 * @param newlyAdded whether it has not been a secondary yet, so that its vote does not count
 */
public record MemberConfiguration(
    int id,
    String host,
    boolean arbiterOnly,
    boolean buildIndexes,
    boolean hidden,
    double priority,
    BsonDocument tags,
    long delaySeconds,
    int votes,
    boolean newlyAdded) {
  private static final int HIGHEST_PRIORITY = 1000;

  /** An ordinary member. */
  public static MemberConfiguration of(int id, String host) {
    return new MemberConfiguration(
        id, host, false, true, false, 1, new BsonDocument(), 0, 1, false);
  }

  /** Whether its vote counts. */
  boolean votesNow() {
    return votes > 0 && !newlyAdded;
  }

  /** Whether it may ever become primary. */
  boolean electable() {
    return priority > 0 && !arbiterOnly && !newlyAdded;
  }

  MemberConfiguration withNewlyAdded(boolean value) {
    return new MemberConfiguration(
        id, host, arbiterOnly, buildIndexes, hidden, priority, tags, delaySeconds, votes, value);
  }

  /**
   * A member of a configuration that a client sends.
   *
   * @throws Refusal when it breaks a rule
   */
  static MemberConfiguration parse(BsonDocument document) {
    if (!document.containsKey("_id") || !document.containsKey("host")) {
      throw new Refusal(
          ErrorCode.INVALID_REPLICA_SET_CONFIG, "A member needs the fields _id and host");
    }
    boolean arbiter = flag(document, "arbiterOnly", false);
    double priority = number(document, "priority", arbiter ? 0 : 1);
    MemberConfiguration member =
        new MemberConfiguration(
            (int) number(document, "_id", 0),
            document.getString("host").getValue(),
            arbiter,
            flag(document, "buildIndexes", true),
            flag(document, "hidden", false),
            arbiter && priority == 1 ? 0 : priority,
            document.getDocument("tags", new BsonDocument()),
            (long) number(document, "secondaryDelaySecs", 0),
            (int) number(document, "votes", 1),
            false);
    member.check();
    return member;
  }

  private void check() {
    if (votes < 0 || votes > 1) {
      throw bad(
          "BSON field 'votes' value must be %s, actual value '%d'"
              .formatted(votes < 0 ? ">= 0" : "<= 1", votes));
    }
    if (priority < 0 || priority > HIGHEST_PRIORITY) {
      throw bad(
          "BSON field 'priority' value must be %s, actual value '%s'"
              .formatted(priority < 0 ? ">= 0" : "<= 1000", priority));
    }
    if (arbiterOnly && votes == 0) {
      throw bad("Arbiter must vote (cannot have 0 votes)");
    }
    if (priority != 0) {
      if (votes == 0) {
        throw bad("priority must be 0 when non-voting (votes:0)");
      }
      if (delaySeconds > 0) {
        throw bad("priority must be 0 when secondaryDelaySecs is used");
      }
      if (hidden) {
        throw bad("priority must be 0 when hidden=true");
      }
      if (!buildIndexes) {
        throw bad("priority must be 0 when buildIndexes=false");
      }
    }
  }

  private static Refusal bad(String message) {
    return new Refusal(ErrorCode.BAD_VALUE, message);
  }

  private static boolean flag(BsonDocument document, String name, boolean otherwise) {
    BsonValue value = document.get(name);
    return value == null ? otherwise : value.isBoolean() && value.asBoolean().getValue();
  }

  private static double number(BsonDocument document, String name, double otherwise) {
    BsonValue value = document.get(name);
    return value == null || !value.isNumber() ? otherwise : value.asNumber().doubleValue();
  }

  BsonDocument document() {
    return new BsonDocument("_id", new BsonInt32(id))
        .append("host", new BsonString(host))
        .append("arbiterOnly", BsonBoolean.valueOf(arbiterOnly))
        .append("buildIndexes", BsonBoolean.valueOf(buildIndexes))
        .append("hidden", BsonBoolean.valueOf(hidden))
        .append(
            "priority",
            priority == Math.rint(priority)
                ? new BsonInt32((int) priority)
                : new BsonDouble(priority))
        .append("tags", tags)
        .append("secondaryDelaySecs", new BsonInt64(delaySeconds))
        .append("votes", new BsonInt32(votes));
  }
}
