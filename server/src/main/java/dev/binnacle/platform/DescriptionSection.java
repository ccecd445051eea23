package dev.binnacle.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A mapping of the description while it is being read: every wrong or missing member becomes a
 * finding, and reading goes on so that all findings come at once. What is read of a file with
 * findings is never used.
 */
final class DescriptionSection {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62})");
  private static final String NOTHING = "";

  private final LocatedNode.Mapping mapping;
  private final List<String> findings;

  private DescriptionSection(LocatedNode.Mapping mapping, List<String> findings) {
    this.mapping = mapping;
    this.findings = findings;
  }

  /** The section that the node is, in which only those members may stand. */
  static DescriptionSection of(LocatedNode node, List<String> findings, String... known) {
    if (!(node instanceof LocatedNode.Mapping mapping)) {
      find(findings, node.place(), "expected a mapping, found " + node.kind());
      return new DescriptionSection(
          new LocatedNode.Mapping(node.place(), java.util.Map.of(), java.util.Map.of()),
          new ArrayList<>());
    }
    var names = Set.of(known);
    mapping
        .members()
        .forEach((name, member) -> {
          if (!names.contains(name)) {
            find(findings, member.place(), "unknown; known here: " + String.join(", ", known));
          }
        });
    mapping.repeated().forEach((name, place) -> find(findings, place, "given twice"));
    return new DescriptionSection(mapping, findings);
  }

  /** Records a finding about a member, or about the section itself when the member is missing. */
  void find(String member, String message) {
    var node = mapping.members().get(member);
    find(findings, node == null ? mapping.place() : node.place(), message);
  }

  private static void find(List<String> findings, LocatedNode.Place place, String message) {
    findings.add(
        "line %d, column %d, %s: %s"
            .formatted(
                place.line(),
                place.column(),
                place.path().isEmpty() ? "the whole file" : place.path(),
                message));
  }

  /** The text of a member that must be there. */
  String text(String member) {
    return optionalText(member)
        .orElseGet(() -> {
          if (!mapping.members().containsKey(member)) {
            find(member, member + " is missing");
          }
          return NOTHING;
        });
  }

  /** The text of a member that may be missing. */
  Optional<String> optionalText(String member) {
    return node(member)
        .flatMap(node -> {
          if (node instanceof LocatedNode.Scalar scalar && !scalar.text().isBlank()) {
            return Optional.of(scalar.text());
          }
          find(member, "expected a text, found " + node.kind());
          return Optional.empty();
        });
  }

  /** Makes a finding of a member that has no place in this section as it is. */
  void refuse(String member, String why) {
    if (mapping.members().containsKey(member)) {
      find(member, why);
    }
  }

  /** A name, which will be part of addresses. */
  String name() {
    var name = text("name");
    if (!name.equals(NOTHING) && !NAME.matcher(name).matches()) {
      find(
          "name",
          "a name begins with a letter or digit and has up to 63 letters, digits, dots, dashes and"
              + " underscores");
    }
    return name;
  }

  /** What a member that must be a mapping is read as; empty when it is missing, with a finding. */
  <T> Optional<T> section(String member, BiFunction<LocatedNode, List<String>, T> reading) {
    var value = optionalSection(member, reading);
    if (!mapping.members().containsKey(member)) {
      find(member, member + " is missing");
    }
    return value;
  }

  /** What a member that may be missing is read as. */
  <T> Optional<T> optionalSection(String member, BiFunction<LocatedNode, List<String>, T> reading) {
    return node(member).map(node -> reading.apply(node, findings));
  }

  /** The items of a list that may be missing or empty. */
  <T> List<T> items(String member, Function<LocatedNode, T> reading) {
    return switch (node(member).orElse(null)) {
      case null -> List.of();
      case LocatedNode.Nothing nothing -> List.of();
      case LocatedNode.Sequence list -> list.items().stream().map(reading).toList();
      case LocatedNode other -> {
        find(member, "expected a list, found " + other.kind());
        yield List.of();
      }
    };
  }

  /** The texts of a list that may be missing or empty. */
  List<String> texts(String member) {
    return items(
        member,
        node -> {
          if (node instanceof LocatedNode.Scalar scalar) {
            return scalar.text();
          }
          find(findings, node.place(), "expected a text, found " + node.kind());
          return NOTHING;
        });
  }

  /** Refuses the second of two equal names in a list of sections. */
  static void requireUniqueNames(List<DescriptionSection> sections) {
    var seen = new java.util.HashSet<String>();
    for (var section : sections) {
      section
          .node("name")
          .filter(LocatedNode.Scalar.class::isInstance)
          .map(node -> ((LocatedNode.Scalar) node).text())
          .filter(name -> !seen.add(name))
          .ifPresent(name -> section.find("name", "\"" + name + "\" is there already"));
    }
  }

  private Optional<LocatedNode> node(String member) {
    return Optional.ofNullable(mapping.members().get(member));
  }
}
