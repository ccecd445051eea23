package dev.binnacle.databases.mongodb;

import dev.binnacle.operations.GuardResult;
import dev.binnacle.operations.Plan;
import dev.binnacle.operations.Plan.PlannedStep;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.ProcedureProfile;
import dev.binnacle.operations.Proposal;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.Target;
import dev.binnacle.platform.mongodb.MongodbClients;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives up the members that are lost for good, when so many are that nobody can be elected any
 * more: the only use that Binnacle makes of a forced configuration.
 */
@ApplicationScoped
public class ForceConfiguration
    implements Procedure<ForceConfigurationWish, ForceConfigurationIntent> {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "FORCE_MONGODB_CONFIGURATION";

  private static final Duration USUAL = Duration.ofSeconds(30);

  private static final ProcedureProfile<ForceConfigurationWish, ForceConfigurationIntent> PROFILE =
      ProcedureProfile.disruptive(
          KIND,
          "forceMongodbConfiguration",
          ProcedureProfile.DISRUPTION,
          ForceConfigurationWish.class,
          ForceConfigurationIntent.class);

  private final ReplicaSetViews views;
  private final MongodbClients clients;

  /** Required by CDI. */
  protected ForceConfiguration() {
    this(null, null);
  }

  /** The procedure on the platform in force. */
  @Inject
  public ForceConfiguration(ReplicaSetViews views, MongodbClients clients) {
    this.views = views;
    this.clients = clients;
  }

  @Override
  public ProcedureProfile<ForceConfigurationWish, ForceConfigurationIntent> profile() {
    return PROFILE;
  }

  @Override
  public Proposal<ForceConfigurationIntent> propose(Target target, ForceConfigurationWish wish) {
    var picture = views.picture(target.name());
    var configuration = Membership.configuration(target.name(), picture);
    var all = ForceConfigurationGuards.names(configuration);
    wish.members().stream()
        .filter(name -> !all.contains(name))
        .findFirst()
        .ifPresent(stranger -> {
          throw impossible(stranger + " is no member.");
        });
    var lost = all.stream().filter(name -> !wish.members().contains(name)).toList();
    if (lost.isEmpty()) {
      throw impossible("Every member is kept: there is nothing to force.");
    }
    var kept = all.stream().filter(wish.members()::contains).toList();
    var intent =
        new ForceConfigurationIntent(
            target.name(), kept, lost, furthest(picture, kept), picture.bestOrThrow().term());
    var guards = ForceConfigurationGuards.evaluate(picture, configuration, kept, lost);
    return new Proposal<>(intent, plan(intent, guards), guards);
  }

  private static RuntimeException impossible(String message) {
    return Problem.of(ProblemCode.INVALID_OPTIONS, message)
        .withErrors(List.of(Problem.Violation.at("/members", message)))
        .withRemedy("GET …/mongodb/configuration lists the members.")
        .asException();
  }

  /** The one that has come furthest, so that as little as possible is taken back. */
  private static String furthest(ReplicaSetPicture picture, List<String> kept) {
    return kept.stream()
        .max(
            Comparator.comparing((String name) ->
                    picture
                        .member(name)
                        .flatMap(member -> member.appliedAt())
                        .orElse(Instant.EPOCH))
                .thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }

  private static Plan plan(ForceConfigurationIntent intent, List<GuardResult> guards) {
    var kept = String.join(", ", intent.kept());
    return new Plan(
        "\"%s\" goes on with %s; %s %s given up by force."
            .formatted(
                intent.database(),
                kept,
                String.join(", ", intent.lost()),
                intent.lost().size() == 1 ? "is" : "are"),
        List.of(
            new PlannedStep(
                ForceConfigurationSteps.VERIFY,
                "Verify that nobody leads",
                "Asks every member; goes on only when none of them says that it leads.",
                List.of(),
                true),
            new PlannedStep(
                ForceConfigurationSteps.FORCE,
                "Force the configuration",
                "Sends replSetReconfig with force to %s, with %s as the only members."
                    .formatted(intent.asked(), kept),
                List.of("the configuration of " + intent.database()),
                true),
            new PlannedStep(
                ForceConfigurationSteps.AWAIT_PRIMARY,
                "Wait for a primary",
                "Asks the members until one of them leads in a newer term than %d."
                    .formatted(intent.term()),
                List.of(),
                false),
            new PlannedStep(
                ForceConfigurationSteps.CONFIRM,
                "Confirm",
                "Waits until every member that is kept knows the configuration.",
                List.of(),
                false)),
        "A cancel before \"%s\" leaves everything as it is. After it nothing is undone."
            .formatted(ForceConfigurationSteps.FORCE),
        Stream.concat(
                Stream.of(
                    "Writes that a majority had confirmed may be lost, and members that come back take theirs back.",
                    "Whoever was given up must never be started with its old data again."),
                guards.stream()
                    .filter(guard -> guard.outcome() == GuardResult.Outcome.WARN)
                    .map(GuardResult::message))
            .toList(),
        USUAL);
  }

  @Override
  public List<Step<ForceConfigurationIntent>> steps(ForceConfigurationIntent intent) {
    var everybody = Stream.concat(intent.kept().stream(), intent.lost().stream()).toList();
    return new ForceConfigurationSteps(
            intent,
            new ReplicaSetTarget(intent.database(), everybody, views, clients),
            new ReplicaSetTarget(intent.database(), intent.kept(), views, clients))
        .steps();
  }

  @Override
  public Object result(StepContext<ForceConfigurationIntent> context) {
    return ForceConfigurationSteps.result(context);
  }
}
