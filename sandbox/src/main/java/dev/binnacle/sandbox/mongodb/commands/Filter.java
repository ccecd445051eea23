package dev.binnacle.sandbox.mongodb.commands;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Refusal;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** The part of the query language that is spoken here: comparisons of members by path. Pure. */
final class Filter {
  private Filter() {}

  static boolean matches(BsonDocument filter, BsonDocument document) {
    return filter.entrySet().stream().allMatch(condition -> holds(condition, document));
  }

  private static boolean holds(Map.Entry<String, BsonValue> condition, BsonDocument document) {
    BsonValue value = value(document, condition.getKey());
    if (condition.getValue() instanceof BsonDocument operators
        && !operators.isEmpty()
        && operators.getFirstKey().startsWith("$")) {
      return operators.entrySet().stream()
          .allMatch(operator -> holds(operator.getKey(), value, operator.getValue()));
    }
    return condition.getValue().equals(value);
  }

  private static BsonValue value(BsonDocument document, String path) {
    BsonValue found = document;
    for (String name : path.split("\\.")) {
      found = found instanceof BsonDocument inner ? inner.get(name) : null;
    }
    return found;
  }

  private static boolean holds(String operator, BsonValue value, BsonValue wanted) {
    return switch (operator) {
      case "$eq" -> wanted.equals(value);
      case "$ne" -> !wanted.equals(value);
      case "$in" -> wanted.asArray().contains(value);
      case "$nin" -> !wanted.asArray().contains(value);
      case "$exists" -> (value != null) == wanted.asBoolean().getValue();
      case "$gt" -> value != null && compare(value, wanted) > 0;
      case "$gte" -> value != null && compare(value, wanted) >= 0;
      case "$lt" -> value != null && compare(value, wanted) < 0;
      case "$lte" -> value != null && compare(value, wanted) <= 0;
      default -> throw new Refusal(ErrorCode.BAD_VALUE, "unknown operator: " + operator);
    };
  }

  private static int compare(BsonValue one, BsonValue other) {
    if (one.isNumber() && other.isNumber()) {
      return Double.compare(one.asNumber().doubleValue(), other.asNumber().doubleValue());
    }
    if (one.isTimestamp() && other.isTimestamp()) {
      return one.asTimestamp().compareTo(other.asTimestamp());
    }
    if (one.isDateTime() && other.isDateTime()) {
      return one.asDateTime().compareTo(other.asDateTime());
    }
    if (one.isString() && other.isString()) {
      return one.asString().compareTo(other.asString());
    }
    return one.getBsonType().compareTo(other.getBsonType());
  }
}
