package dev.binnacle.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom: the rules of docs/architecture.md. */
class ArchitectureTest {

  private static final String ROOT = "dev.binnacle.";

  private static final Set<String> KERNEL =
      Set.of(
          "platform",
          "operations",
          "audit",
          "health",
          "identity",
          "problems",
          "store",
          "http",
          "api");

  /** What every package may use, besides itself and the libraries. */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("identity", Set.of()),
          Map.entry("problems", Set.of()),
          Map.entry("health", Set.of()),
          Map.entry("store", Set.of("problems")),
          Map.entry("http", Set.of("identity", "problems", "store", "api")),
          Map.entry("audit", Set.of("identity", "problems", "store", "http", "api")),
          Map.entry("operations", Set.of("audit", "identity", "problems", "store", "http", "api")),
          Map.entry(
              "platform", Set.of("operations", "identity", "problems", "store", "http", "api")),
          Map.entry("databases", KERNEL),
          Map.entry("nodes", KERNEL),
          Map.entry("security", Set.of("audit", "identity", "problems", "store", "http", "api")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> location.contains("/server/target/classes/"))
          .importPackages("dev.binnacle");

  @Test
  void everyPackageKnowsOnlyWhatItMay() {
    MAY_KNOW.forEach((name, known) ->
        noClasses()
            .that()
            .resideInAPackage(ROOT + name + "..")
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "are packages of the server that " + name + " may not know",
                    (JavaClass other) ->
                        other.getPackageName().startsWith(ROOT)
                            && !capability(other).equals(name)
                            && !known.contains(capability(other))))
            .check(CLASSES));
  }

  private static String capability(JavaClass type) {
    return type.getPackageName().substring(ROOT.length()).split("\\.")[0];
  }

  @Test
  void noDeclaredPackageIsEmptyAndNoneIsUndeclared() {
    var found = new java.util.TreeSet<String>();
    for (var type : CLASSES) {
      if (type.getPackageName().startsWith(ROOT) && !capability(type).equals("api")) {
        found.add(capability(type));
      }
    }
    assertThat(found).isEqualTo(new java.util.TreeSet<>(MAY_KNOW.keySet()));
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("dev.binnacle.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void restTypesStayAtTheEdge() {
    noClasses()
        .that()
        .resideInAPackage("dev.binnacle..")
        .and()
        .resideOutsideOfPackages("dev.binnacle.http..", "dev.binnacle.api..")
        .and()
        .haveSimpleNameNotEndingWith("Resource")
        .and()
        .haveSimpleNameNotEndingWith("Mapper")
        .and()
        .haveSimpleNameNotContaining("Resources")
        .and(
            DescribedPredicate.describe(
                "are not the edge of operations",
                type ->
                    !Set.of("OperationAnswers", "OperationStreams", "Stream")
                        .contains(type.getSimpleName())))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.ws.rs..", "dev.binnacle.api..")
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.net.http", "io.github.resilience4j"})
  void componentProtocolsStayInThePlatform(String library) {
    noClasses()
        .that()
        .resideInAPackage("dev.binnacle..")
        .and()
        .resideOutsideOfPackages("dev.binnacle.platform..", "dev.binnacle.http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library + "..")
        .check(CLASSES);
  }

  @Test
  void theKubernetesLibraryStaysInOnePackage() {
    noClasses()
        .that()
        .resideInAPackage("dev.binnacle..")
        .and()
        .resideOutsideOfPackage("dev.binnacle.platform.kubernetes")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8..")
        .check(CLASSES);
  }

  @Test
  void theRedisLibraryStaysInOnePackage() {
    noClasses()
        .that()
        .resideInAPackage("dev.binnacle..")
        .and()
        .resideOutsideOfPackage("dev.binnacle.platform.redis")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("redis.clients..")
        .check(CLASSES);
  }

  @Test
  void theMongodbDriverStaysInOnePackage() {
    noClasses()
        .that()
        .resideInAPackage("dev.binnacle..")
        .and()
        .resideOutsideOfPackage("dev.binnacle.platform.mongodb")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.mongodb..", "org.bson..")
        .check(CLASSES);
  }

  @Test
  void timeComesFromTheInjectedClock() {
    noClasses()
        .that()
        .resideInAPackage("dev.binnacle..")
        .and()
        .doNotHaveSimpleName("Clocks")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.OffsetDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }

  @Test
  void entitiesStayInsideTheirPackage() {
    classes()
        .that()
        .areAnnotatedWith(jakarta.persistence.Entity.class)
        .should()
        .bePackagePrivate()
        .check(CLASSES);
  }
}
