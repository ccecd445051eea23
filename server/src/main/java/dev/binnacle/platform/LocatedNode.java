package dev.binnacle.platform;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML value that knows where it stands, so that a finding can name its line and its path. */
sealed interface LocatedNode {

  /** Where the value begins. */
  Place place();

  /** What the value is, for messages. */
  String kind();

  /**
   * A place in the file.
   *
   * @param path the way there, such as {@code databases[0].patroni.endpoints}
   */
  record Place(int line, int column, String path) {

    private static Place of(JsonLocation location, String path) {
      return new Place(location.getLineNr(), location.getColumnNr(), path);
    }
  }

  /** Names and their values. */
  record Mapping(Place place, Map<String, LocatedNode> members, Map<String, Place> repeated)
      implements LocatedNode {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A list. */
  record Sequence(Place place, List<LocatedNode> items) implements LocatedNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A single value as written. */
  record Scalar(Place place, String text) implements LocatedNode {
    @Override
    public String kind() {
      return "a single value";
    }
  }

  /** Nothing after the colon, or null. */
  record Nothing(Place place) implements LocatedNode {
    @Override
    public String kind() {
      return "nothing";
    }
  }

  /** The document that the parser stands before; an empty one is {@link Nothing}. */
  static LocatedNode read(JsonParser parser) throws IOException {
    return parser.nextToken() == null ? new Nothing(new Place(1, 1, "")) : value(parser, "");
  }

  private static LocatedNode value(JsonParser parser, String path) throws IOException {
    var place = Place.of(parser.currentTokenLocation(), path);
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(parser, place);
      case START_ARRAY -> sequence(parser, place);
      case VALUE_NULL -> new Nothing(place);
      default -> new Scalar(place, parser.getText());
    };
  }

  private static Mapping mapping(JsonParser parser, Place place) throws IOException {
    var members = new LinkedHashMap<String, LocatedNode>();
    var repeated = new LinkedHashMap<String, Place>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      var path = place.path().isEmpty() ? name : place.path() + "." + name;
      var namePlace = Place.of(parser.currentTokenLocation(), path);
      parser.nextToken();
      if (members.put(name, value(parser, path)) != null) {
        repeated.put(name, namePlace);
      }
    }
    return new Mapping(place, members, repeated);
  }

  private static Sequence sequence(JsonParser parser, Place place) throws IOException {
    var items = new ArrayList<LocatedNode>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser, place.path() + "[" + items.size() + "]"));
    }
    return new Sequence(place, items);
  }
}
