package dev.binnacle.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Gives what belongs to one run a name that fits every run: addresses of the test machine become
 * those of a documentation's data centre, ids and hashes become numbered ones, secrets become
 * obvious fakes, and all times move together by whole minutes. The same value always gets the same
 * name. An address nobody has named is an error, so that none slips through.
 */
final class StableValues {

  /** Where a component lives in the examples. */
  record Place(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  private static final Instant MINUTE_OF_THE_EXAMPLES = Instant.parse("2026-11-23T02:58:00Z");
  private static final String LOOPBACK = "127.0.0.1";
  private static final String CALLER_ADDRESS = "10.20.9.4";
  private static final String APPLICATION_ADDRESS = "10.20.3.17";
  private static final String CLIENT = "10.20.0.77:51234";
  private static final String CURSOR = "b3BhcXVlLWN1cnNvcg";
  private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern REDIS_NODE = Pattern.compile("\\b[0-9a-f]{40}\\b");
  private static final Pattern HASH = Pattern.compile("\\b[0-9a-f]{64}\\b");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z");
  private static final Pattern TOKEN = Pattern.compile("bnc_[A-Za-z0-9]{8}(_[A-Za-z0-9]+)?");

  private final Map<Integer, Place> places;
  private final Map<String, String> words;
  private final Duration shift;
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, String> hashes = new HashMap<>();
  private final Map<String, String> members = new HashMap<>();

  /**
   * Names for one run.
   *
   * @param places where the ports of this machine are in the examples
   * @param words texts that are replaced as they are
   * @param began when the run began, which the examples show as 02:58
   */
  StableValues(Map<Integer, Place> places, Map<String, String> words, Instant began) {
    this.places = Map.copyOf(places);
    this.words = Map.copyOf(words);
    this.shift = Duration.between(began.truncatedTo(ChronoUnit.MINUTES), MINUTE_OF_THE_EXAMPLES);
  }

  /** The host of a member, for answers that name the member beside an address without a port. */
  void memberAt(String member, String host) {
    members.put(member, host);
  }

  /** The document with stable names. */
  JsonNode in(JsonNode document) {
    return switch (document.getNodeType()) {
      case OBJECT -> object(document);
      case ARRAY -> {
        var array = JsonNodeFactory.instance.arrayNode();
        document.forEach(element -> array.add(in(element)));
        yield array;
      }
      case STRING -> JsonNodeFactory.instance.textNode(text(document.textValue()));
      default -> document;
    };
  }

  private ObjectNode object(JsonNode document) {
    var object = JsonNodeFactory.instance.objectNode();
    document
        .properties()
        .forEach(member ->
            object.set(
                member.getKey(),
                isClient(member.getKey(), member.getValue())
                    ? JsonNodeFactory.instance.textNode(CLIENT)
                    : in(member.getValue())));
    if (document.path("host").asText().equals(LOOPBACK)) {
      var place = place(document.path("port").asInt());
      object.put("host", place.host()).put("port", place.port());
    }
    if (document.path("clientAddress").asText().equals(LOOPBACK)) {
      object.put(
          "clientAddress",
          members.getOrDefault(document.path("applicationName").asText(), APPLICATION_ADDRESS));
    }
    if (document.path("sourceAddress").asText().equals(LOOPBACK)) {
      object.put("sourceAddress", CALLER_ADDRESS);
    }
    if (document.has("nextCursor")) {
      object.put("nextCursor", CURSOR);
    }
    return object;
  }

  /** A client's port is its own affair, and nobody names it. */
  private static boolean isClient(String member, JsonNode value) {
    return member.equals("client") && value.asText().startsWith(LOOPBACK + ":");
  }

  private String text(String text) {
    var named = text;
    for (var word : words.entrySet()) {
      named = named.replace(word.getKey(), word.getValue());
    }
    named = replace(ADDRESS, named, found -> place(portOf(found)).toString());
    named = replace(ID, named, id -> ids.computeIfAbsent(id, any -> id(ids.size())));
    named =
        replace(
            REDIS_NODE,
            named,
            node -> hashes.computeIfAbsent(node, any -> hash(hashes.size()).substring(0, 40)));
    named = replace(HASH, named, hash -> hashes.computeIfAbsent(hash, any -> hash(hashes.size())));
    named =
        replace(
            TOKEN,
            named,
            token ->
                "bnc_k3v7mq2x"
                    + (token.indexOf('_', 4) < 0 ? "" : "_EXAMPLEEXAMPLEEXAMPLEEXAMPLE0000"));
    return replace(TIME, named, time -> Instant.parse(time).plus(shift).toString());
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }

  private Place place(int port) {
    var place = places.get(port);
    if (place == null) {
      throw new AssertionError("an example tells of port " + port + ", which nobody has named");
    }
    return place;
  }

  private static String id(int number) {
    return "0193572b-5a0e-7c43-9d42-9f3b8a6d2c%02x".formatted(0x11 + number);
  }

  private static String hash(int number) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(("example " + number).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String replace(Pattern pattern, String text, Function<String, String> name) {
    return pattern.matcher(text).replaceAll(found -> name.apply(found.group()));
  }
}
