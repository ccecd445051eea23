package dev.binnacle.sandbox;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** A JVM to be killed: starts a state store, commits something, prints the address and waits. */
final class StateStoreOwner {
  private StateStoreOwner() {}

  public static void main(String[] arguments) throws Exception {
    StateStore store = StateStore.start(Path.of(arguments[0]), TestPorts.RANGE);
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create table kept as select 42 as answer");
    }
    System.out.println(store.url());
    Thread.currentThread().join();
  }
}
