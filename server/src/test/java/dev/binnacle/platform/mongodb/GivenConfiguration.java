package dev.binnacle.platform.mongodb;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonDocument;

/** Configurations of a set of three, made as tests of other packages need them. */
public final class GivenConfiguration {

  private final Map<String, String> members = new LinkedHashMap<>();

  /** Three ordinary members. */
  public GivenConfiguration() {
    members.put("a:1", "");
    members.put("b:1", "");
    members.put("c:1", "");
  }

  /** The member has those fields, too. */
  public GivenConfiguration with(String name, String fields) {
    members.put(name, fields);
    return this;
  }

  /** The configuration. */
  public ReplicaSetConfiguration made() {
    var list = new StringBuilder();
    int[] id = {0};
    members.forEach((name, fields) ->
        list.append(id[0] == 0 ? "" : ", ")
            .append("{_id: %d, host: '%s'%s}".formatted(id[0]++, name, fields)));
    return new ReplicaSetConfiguration(
        BsonDocument.parse(
            "{_id: 'rs0', version: 1, term: {$numberLong: '4'}, members: [" + list + "]}"));
  }
}
