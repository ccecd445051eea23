package dev.binnacle.databases.mongodb;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.mongodb.MongodbClients;
import dev.binnacle.platform.mongodb.ReplicaSetConfiguration;
import dev.binnacle.platform.mongodb.ReplicaSetStatus;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks at replica sets: every member is asked at the same time, and nobody is waited for longer
 * than the whole look may take. Thread-safe.
 */
@ApplicationScoped
public class ReplicaSetPictures {

  /** How long a look may take, so that an answer comes within two seconds whoever is dead. */
  private static final Duration BUDGET = Duration.ofMillis(1700);

  private static final ExecutorService ASKING =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("replica-set-", 0).factory());

  private final MongodbClients clients;
  private final Clock clock;

  /** Required by CDI. */
  protected ReplicaSetPictures() {
    this(null, null);
  }

  /** Looks through those clients. */
  @Inject
  public ReplicaSetPictures(MongodbClients clients, Clock clock) {
    this.clients = clients;
    this.clock = clock;
  }

  /** Looks now. Never throws: what could not be seen is told in the picture. */
  public ReplicaSetPicture take(Database.Mongodb database) {
    long end = System.nanoTime() + BUDGET.toNanos();
    var observedAt = clock.instant();
    var views = new LinkedHashMap<String, ReplicaSetStatus>();
    var silent = new LinkedHashMap<String, Problem>();
    var asked = new LinkedHashSet<>(database.endpoints());
    ask(database, asked, end, views, silent);
    // Asked now, as those who are learnt may take all the time that is left.
    var configurations = configurations(database, views.keySet());
    var learnt =
        views.values().stream()
            .flatMap(view -> view.members().stream())
            .map(member -> member.name())
            .filter(name -> !views.containsKey(name))
            .map(MemberAddress::of)
            .filter(address -> !asked.contains(address))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    ask(database, learnt, end, views, silent);
    var breakers =
        Stream.concat(asked.stream(), learnt.stream())
            .collect(
                Collectors.toMap(
                    Address::toString, address -> clients.of(database, address).breaker()));
    var picture = new ReplicaSetPicture(views, silent, breakers, Optional.empty(), observedAt);
    return new ReplicaSetPicture(
        views, silent, breakers, configuration(database, picture, configurations, end), observedAt);
  }

  private void ask(
      Database.Mongodb database,
      Collection<Address> addresses,
      long end,
      Map<String, ReplicaSetStatus> views,
      Map<String, Problem> silent) {
    var answers = new LinkedHashMap<Address, Future<ReplicaSetStatus>>();
    addresses.forEach(address ->
        answers.put(address, ASKING.submit(() -> clients.of(database, address).status())));
    answers.forEach((address, answer) -> {
      try {
        var view = within(end, answer, database, address);
        views.put(view.self(), view);
      } catch (ProblemException told) {
        silent.put(address.toString(), told.problem());
      }
    });
  }

  private Map<String, Future<ReplicaSetConfiguration>> configurations(
      Database.Mongodb database, Collection<String> members) {
    return members.stream()
        .collect(
            Collectors.toMap(
                member -> member,
                member ->
                    ASKING.submit(
                        () -> clients.of(database, MemberAddress.of(member)).configuration())));
  }

  /** That of the one whose view counts, or else the newest of the others. */
  private Optional<ReplicaSetConfiguration> configuration(
      Database.Mongodb database,
      ReplicaSetPicture picture,
      Map<String, Future<ReplicaSetConfiguration>> asked,
      long end) {
    var best = picture.best().map(ReplicaSetStatus::self);
    var answers = new HashMap<>(asked);
    best.filter(member -> !asked.containsKey(member))
        .ifPresent(member -> answers.putAll(configurations(database, Set.of(member))));
    return best.flatMap(member -> answer(database, member, answers.remove(member), end))
        .or(() ->
            answers.entrySet().stream()
                .flatMap(entry -> answer(database, entry.getKey(), entry.getValue(), end).stream())
                .max(Comparator.comparingInt(ReplicaSetConfiguration::version)));
  }

  private static Optional<ReplicaSetConfiguration> answer(
      Database.Mongodb database, String member, Future<ReplicaSetConfiguration> asked, long end) {
    try {
      return Optional.of(within(end, asked, database, MemberAddress.of(member)));
    } catch (ProblemException unknown) {
      return Optional.empty();
    }
  }

  private static <T> T within(
      long end, Future<T> answer, Database.Mongodb database, Address address) {
    try {
      return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof ProblemException told
          ? told
          : new IllegalStateException(failed.getCause());
    } catch (TimeoutException late) {
      answer.cancel(true);
      var said = "no answer within %d ms".formatted(BUDGET.toMillis());
      throw Problem.of(
              ProblemCode.COMPONENT_TIMEOUT,
              "The MongoDB of %s at %s is too slow: %s.".formatted(database.name(), address, said))
          .withRemedy("Look at its host, its process and the network; then try again.")
          .causedBy("MONGODB", database.name(), said)
          .asException();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
