package dev.binnacle.platform.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.Connection;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** One connection to one node. Used by one thread. */
final class RedisSession implements AutoCloseable {

  private final Connection connection;

  private RedisSession(Connection connection) {
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @param patience how long each answer may take
   */
  static RedisSession open(RedisLogin login, Duration patience) throws IOException {
    return new RedisSession(new Connection(login.listener(), login.settings(patience)));
  }

  /** A command in the words of its reference page, which hold no blanks themselves. */
  static List<byte[]> command(String words) {
    return Stream.of(words.split(" ")).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /**
   * What the node answers.
   *
   * @throws JedisException when it refuses or keeps silent
   */
  Object ask(String words) {
    return require(askAll(List.of(command(words))).getFirst());
  }

  /** What the node answers to each command, sent at once; a refusal is an answer among others. */
  List<Object> askAll(List<List<byte[]>> commands) {
    for (var command : commands) {
      ProtocolCommand name = command::getFirst;
      connection.sendCommand(name, command.subList(1, command.size()).toArray(byte[][]::new));
    }
    return connection.getMany(commands.size());
  }

  /** The answer, unless it is a refusal. */
  static Object require(Object answer) {
    if (answer instanceof JedisDataException refusal) {
      throw refusal;
    }
    return answer;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (JedisException broken) {
      connection.setBroken();
    }
  }
}
