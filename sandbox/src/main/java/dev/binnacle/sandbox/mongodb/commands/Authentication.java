package dev.binnacle.sandbox.mongodb.commands;

import dev.binnacle.sandbox.mongodb.User;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** The commands by which a connection gets a user. */
final class Authentication {
  private static final BsonInt32 CONVERSATION = new BsonInt32(1);

  private final Collection<User> users;

  Authentication(Collection<User> users) {
    this.users = users;
  }

  Map<String, Command> commands() {
    return Map.of(
        "saslStart",
        this::start,
        "saslContinue",
        this::proceed,
        "logout",
        call -> {
          call.session().logout();
          return new BsonDocument();
        },
        "connectionStatus",
        Authentication::status);
  }

  private BsonDocument start(Call call) {
    if (!call.text("mechanism").equals("SCRAM-SHA-256")) {
      throw Scram.failed();
    }
    Scram conversation = Scram.begin(users, payload(call));
    call.session().begin(conversation);
    return reply(conversation.serverFirst(), false);
  }

  private BsonDocument proceed(Call call) {
    if (call.session().conversation().isEmpty()) {
      // The empty exchange at the end, for clients that do not skip it.
      return reply("", true);
    }
    Scram conversation = call.session().conversation().get();
    String proof = conversation.finish(payload(call));
    call.session().login(conversation.user());
    return reply(proof, true);
  }

  private static String payload(Call call) {
    return new String(call.body().getBinary("payload").getData(), StandardCharsets.UTF_8);
  }

  private static BsonDocument reply(String payload, boolean done) {
    return new BsonDocument("conversationId", CONVERSATION)
        .append("done", BsonBoolean.valueOf(done))
        .append("payload", new BsonBinary(payload.getBytes(StandardCharsets.UTF_8)));
  }

  private static BsonDocument status(Call call) {
    BsonArray users = new BsonArray();
    call.session()
        .user()
        .ifPresent(user ->
            users.add(
                new BsonDocument("user", new BsonString(user.name()))
                    .append("db", new BsonString("admin"))));
    return new BsonDocument(
        "authInfo",
        new BsonDocument("authenticatedUsers", users)
            .append("authenticatedUserRoles", new BsonArray()));
  }
}
