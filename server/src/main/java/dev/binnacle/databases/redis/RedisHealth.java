package dev.binnacle.databases.redis;

import dev.binnacle.health.Health;
import dev.binnacle.health.Severity;
import dev.binnacle.operations.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides how a Redis Cluster is, from one picture of it. Pure. */
public final class RedisHealth {

  private static final int SLOTS_TO_NAME = 20;

  private RedisHealth() {}

  /** The verdict on the cluster. */
  public static Health of(RedisPicture picture) {
    var reasons = findings(picture).stream().map(RedisFinding::reason).toList();
    return picture.anybody() ? Health.of(reasons) : Health.unknown(reasons);
  }

  /** Everything that is to be said, worst first. */
  public static List<RedisFinding> findings(RedisPicture picture) {
    var findings = new ArrayList<RedisFinding>();
    if (picture.anybody()) {
      coverage(picture, findings);
      agreement(picture, findings);
      openSlots(picture, findings);
      epochs(picture, findings);
      strangers(picture, findings);
      picture.members().forEach(member -> member(picture, member, findings));
    } else {
      findings.add(
          RedisFinding.of(
              "CLUSTER_UNREACHABLE",
              Severity.CRITICAL,
              "None of the described nodes answers.",
              picture.silent().entrySet().stream()
                  .map(node -> Fact.of(node.getKey().toString(), node.getValue().detail()))
                  .toArray(Fact[]::new)));
    }
    return findings.stream().sorted(Comparator.comparing(RedisFinding::severity)).toList();
  }

  private static void coverage(RedisPicture picture, List<RedisFinding> findings) {
    var uncovered = picture.uncovered();
    if (!uncovered.none()) {
      findings.add(
          RedisFinding.of(
              "SLOTS_UNCOVERED",
              Severity.CRITICAL,
              uncovered.count() + " slots are served by nobody: their keys cannot be used.",
              Fact.of("slots", uncovered)));
    }
    var refusing =
        picture.views().entrySet().stream()
            .filter(view -> !view.getValue().serving())
            .map(view -> picture.nameOf(view.getKey()))
            .toList();
    if (!refusing.isEmpty()) {
      findings.add(
          RedisFinding.of(
              "CLUSTER_DOWN",
              Severity.CRITICAL,
              "%d nodes refuse commands: they say that the cluster is down."
                  .formatted(refusing.size()),
              Fact.of("nodes", String.join(", ", refusing))));
    }
  }

  private static void agreement(RedisPicture picture, List<RedisFinding> findings) {
    var split = SplitView.in(picture);
    if (!split.disputed().none()) {
      findings.add(
          RedisFinding.of(
              "VIEWS_DISAGREE",
              Severity.WARNING,
              "The nodes do not agree who serves %d slots.".formatted(split.disputed().count()),
              split.camps().stream()
                  .map(camp -> Fact.of(String.join(", ", camp.nodes()), camp.words()))
                  .toArray(Fact[]::new)));
    }
  }

  private static void openSlots(RedisPicture picture, List<RedisFinding> findings) {
    var open = picture.openSlots();
    if (!open.isEmpty()) {
      findings.add(
          RedisFinding.of(
              "SLOTS_OPEN",
              Severity.WARNING,
              open.size() + " slots are in the middle of a move.",
              open.stream()
                  .limit(SLOTS_TO_NAME)
                  .map(slot -> Fact.of("slot " + slot.slot(), words(picture, slot)))
                  .toArray(Fact[]::new)));
    }
  }

  private static String words(RedisPicture picture, OpenSlot slot) {
    var words = new ArrayList<String>();
    slot.migrating()
        .forEach(
            (node, to) -> words.add(picture.nameOf(node) + " gives it to " + picture.nameOf(to)));
    slot.importing()
        .forEach((node, from) ->
            words.add(picture.nameOf(node) + " takes it from " + picture.nameOf(from)));
    return words.stream().sorted().collect(Collectors.joining("; "));
  }

  /** Two masters of one epoch cannot tell whose claim to a slot counts. */
  private static void epochs(RedisPicture picture, List<RedisFinding> findings) {
    picture.servingMasters().stream()
        .collect(Collectors.groupingBy(master -> master.entry().epoch()))
        .forEach((epoch, masters) -> {
          if (masters.size() > 1) {
            findings.add(
                RedisFinding.of(
                    "EPOCH_COLLISION",
                    Severity.WARNING,
                    "%d masters have the same configuration epoch.".formatted(masters.size()),
                    Fact.of("epoch", epoch),
                    Fact.of("masters", names(masters))));
          }
        });
  }

  private static void strangers(RedisPicture picture, List<RedisFinding> findings) {
    picture
        .strangers()
        .forEach((address, view) ->
            findings.add(
                new RedisFinding(
                    "NODE_NOT_IN_CLUSTER",
                    Severity.WARNING,
                    address + " answers, but does not belong to the cluster.",
                    Optional.of(address.toString()),
                    List.of(
                        Fact.of("id", view.myself()),
                        Fact.of("nodesThatItKnows", view.nodes().size() - 1)))));
  }

  private static void member(
      RedisPicture picture, RedisMember member, List<RedisFinding> findings) {
    if (!member.answers()) {
      findings.add(
          RedisFinding.about(
              member,
              "NODE_UNREACHABLE",
              Severity.WARNING,
              "The %s %s does not answer."
                  .formatted(member.entry().leads() ? "master" : "replica", member.name()),
              Fact.of("said", member.silence().orElse("")),
              Fact.of("flags", flags(member))));
    }
    if (member.serves()) {
      master(picture, member, findings);
    }
    member.report().ifPresent(report -> NodeCondition.examine(member, report.facts(), findings));
  }

  private static void master(
      RedisPicture picture, RedisMember master, List<RedisFinding> findings) {
    var replicas = picture.replicasOf(master.id());
    var ready =
        replicas.stream()
            .filter(replica ->
                replica
                    .report()
                    .filter(report -> report.facts().replication().linkUp())
                    .isPresent())
            .toList();
    if (ready.isEmpty()) {
      findings.add(
          RedisFinding.about(
              master,
              "MASTER_WITHOUT_REPLICA",
              Severity.WARNING,
              "No replica could take over from " + master.name() + ".",
              Fact.of("replicas", replicas.isEmpty() ? "none" : names(replicas))));
    }
  }

  private static String flags(RedisMember member) {
    return member.entry().flags().stream().sorted().collect(Collectors.joining(","));
  }

  private static String names(List<RedisMember> members) {
    return members.stream().map(RedisMember::name).collect(Collectors.joining(", "));
  }
}
