package dev.binnacle.sandbox.mongodb.commands;

import dev.binnacle.sandbox.mongodb.User;
import java.util.Optional;

/** What a member knows of a connection. */
final class Session {
  private final int id;
  private Optional<User> user = Optional.empty();
  private Optional<Scram> conversation = Optional.empty();

  Session(int id) {
    this.id = id;
  }

  int id() {
    return id;
  }

  Optional<User> user() {
    return user;
  }

  void login(User known) {
    user = Optional.of(known);
    conversation = Optional.empty();
  }

  void logout() {
    user = Optional.empty();
  }

  Optional<Scram> conversation() {
    return conversation;
  }

  void begin(Scram next) {
    conversation = Optional.of(next);
  }
}
