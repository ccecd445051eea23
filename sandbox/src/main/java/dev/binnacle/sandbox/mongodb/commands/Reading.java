package dev.binnacle.sandbox.mongodb.commands;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Refusal;
import dev.binnacle.sandbox.mongodb.data.Catalog;
import dev.binnacle.sandbox.mongodb.data.RunningOperations;
import dev.binnacle.sandbox.mongodb.replication.Member;
import dev.binnacle.sandbox.mongodb.replication.MemberState;
import dev.binnacle.sandbox.mongodb.replication.OplogEntry;
import dev.binnacle.sandbox.mongodb.replication.ReplicaSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The commands that read documents: find and what belongs to it, and a little of aggregate. */
final class Reading {
  private static final String OPLOG = "local.oplog.rs";
  private static final String CONFIGURATION = "local.system.replset";

  private final ReplicaSet set;
  private final Member member;
  private final Catalog catalog;
  private final RunningOperations operations;
  private final Sizes sizes;
  private final Cursors cursors = new Cursors();

  Reading(
      ReplicaSet set, Member member, Catalog catalog, RunningOperations operations, Sizes sizes) {
    this.set = set;
    this.member = member;
    this.catalog = catalog;
    this.operations = operations;
    this.sizes = sizes;
  }

  Map<String, Command> commands() {
    return Map.of(
        "find",
        this::find,
        "getMore",
        call -> cursors.next(call.number("getMore", 0), call.number("batchSize", 0)),
        "killCursors",
        this::kill,
        "count",
        this::count,
        "aggregate",
        this::aggregate,
        "currentOp",
        this::currentOperations);
  }

  /** Clients that want the primary only are turned away by the others. */
  private void requireReadable(Call call) {
    String preference =
        call.document("$readPreference").getString("mode", new BsonString("")).getValue();
    MemberState state = set.look(member::state);
    if (state == MemberState.SECONDARY && (preference.isEmpty() || preference.equals("primary"))) {
      throw new Refusal(ErrorCode.NOT_PRIMARY_NO_SECONDARY_OK, "not primary and secondaryOk=false");
    }
    if (state != MemberState.PRIMARY && state != MemberState.SECONDARY) {
      throw new Refusal(
          ErrorCode.NOT_PRIMARY_OR_SECONDARY, "node is not in primary or recovering state");
    }
  }

  private List<BsonDocument> documents(String namespace) {
    return set.look(() ->
        switch (namespace) {
          case OPLOG -> set.applied(member).stream().map(OplogEntry::document).toList();
          case CONFIGURATION -> set.configuration(member).stream().toList();
          default -> catalog.documents(namespace, set.appliedCount(member));
        });
  }

  private BsonDocument find(Call call) {
    requireReadable(call);
    List<BsonDocument> found =
        new ArrayList<>(
            documents(call.namespace()).stream()
                .filter(document -> Filter.matches(call.document("filter"), document))
                .toList());
    if (call.document("sort").getNumber("$natural", new BsonInt32(1)).intValue() < 0) {
      Collections.reverse(found);
    }
    long limit = call.number("limit", 0);
    BsonDocument projection = call.document("projection");
    List<BsonDocument> shown =
        found.stream()
            .limit(limit <= 0 ? Long.MAX_VALUE : limit)
            .map(document -> projected(document, projection))
            .toList();
    return cursors.first(
        call.namespace(),
        shown,
        call.flag("singleBatch") ? Integer.MAX_VALUE : call.number("batchSize", -1));
  }

  private static BsonDocument projected(BsonDocument document, BsonDocument projection) {
    boolean including =
        projection.values().stream()
            .anyMatch(value -> value.isNumber() && value.asNumber().intValue() != 0);
    if (!including) {
      return document;
    }
    BsonDocument part = new BsonDocument();
    document.forEach((name, value) -> {
      if (projection.containsKey(name)) {
        part.append(name, value);
      }
    });
    return part;
  }

  private BsonDocument kill(Call call) {
    BsonArray ids = call.body().getArray("cursors", new BsonArray());
    ids.forEach(id -> cursors.kill(id.asNumber().longValue()));
    return new BsonDocument("cursorsKilled", ids)
        .append("cursorsNotFound", new BsonArray())
        .append("cursorsAlive", new BsonArray())
        .append("cursorsUnknown", new BsonArray());
  }

  private BsonDocument count(Call call) {
    requireReadable(call);
    BsonDocument filter = call.document("query");
    return new BsonDocument(
        "n",
        filter.isEmpty()
            ? set.look(() -> sizes.count(call.namespace()))
            : new BsonInt64(matching(call.namespace(), filter)));
  }

  private long matching(String namespace, BsonDocument filter) {
    return documents(namespace).stream()
        .filter(document -> Filter.matches(filter, document))
        .count();
  }

  private BsonDocument aggregate(Call call) {
    List<BsonDocument> stages =
        call.body().getArray("pipeline").stream().map(BsonValue::asDocument).toList();
    String first = stages.isEmpty() ? "" : stages.getFirst().getFirstKey();
    String namespace =
        call.body().isString("aggregate") ? call.namespace() : call.database() + ".$cmd.aggregate";
    List<BsonDocument> result = new ArrayList<>(source(call, first, namespace));
    for (BsonDocument stage : stages) {
      result = stage(stage, result);
    }
    long batch = call.document("cursor").getNumber("batchSize", new BsonInt64(-1)).longValue();
    return cursors.first(namespace, result, batch);
  }

  private List<BsonDocument> source(Call call, String first, String namespace) {
    return switch (first) {
      case "$currentOp" -> operations.of(member.host(), set.now());
      case "$collStats" ->
          List.of(
              new BsonDocument("ns", new BsonString(namespace))
                  .append("host", new BsonString(member.host()))
                  .append("storageStats", set.look(() -> sizes.collection(namespace))));
      default -> {
        requireReadable(call);
        yield documents(namespace);
      }
    };
  }

  private static List<BsonDocument> stage(BsonDocument stage, List<BsonDocument> documents) {
    return switch (stage.getFirstKey()) {
      case "$currentOp", "$collStats" -> documents;
      case "$match" ->
          documents.stream()
              .filter(document -> Filter.matches(stage.getDocument("$match"), document))
              .toList();
      case "$limit" -> documents.stream().limit(stage.getNumber("$limit").longValue()).toList();
      // Only the group of countDocuments.
      case "$group" ->
          documents.isEmpty()
              ? List.of()
              : List.of(
                  new BsonDocument(
                          "_id", stage.getDocument("$group").getOrDefault("_id", BsonNull.VALUE))
                      .append("n", new BsonInt32(documents.size())));
      default ->
          throw new Refusal(
              40324,
              "Location40324",
              "Unrecognized pipeline stage name: '" + stage.getFirstKey() + "'");
    };
  }

  private BsonDocument currentOperations(Call call) {
    return new BsonDocument("inprog", new BsonArray(operations.of(member.host(), set.now())));
  }
}
