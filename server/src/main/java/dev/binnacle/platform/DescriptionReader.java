package dev.binnacle.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.binnacle.platform.PlatformDescription.Approvals;
import dev.binnacle.platform.PlatformDescription.ClientCertificate;
import dev.binnacle.platform.PlatformDescription.Cluster;
import dev.binnacle.platform.PlatformDescription.ClusterAccess;
import dev.binnacle.platform.PlatformDescription.Credentials;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.PlatformDescription.Engine;
import dev.binnacle.platform.PlatformDescription.Patroni;
import dev.binnacle.platform.PlatformDescription.Pgbouncer;
import dev.binnacle.platform.PlatformDescription.Site;
import dev.binnacle.platform.PlatformDescription.Sql;
import dev.binnacle.platform.PlatformDescription.TransportSecurity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a platform description from YAML and finds everything that is wrong with it. */
final class DescriptionReader {

  private static final YAMLFactory YAML = new YAMLFactory();
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  private final List<String> findings = new ArrayList<>();

  private DescriptionReader() {}

  /**
   * The description in the text.
   *
   * @throws InvalidDescriptionException listing every finding with line, column and path
   */
  static PlatformDescription read(String yaml) {
    var reader = new DescriptionReader();
    var description = reader.platform(parse(yaml));
    if (!reader.findings.isEmpty()) {
      throw new InvalidDescriptionException(reader.findings);
    }
    return description;
  }

  private static LocatedNode parse(String yaml) {
    try (var parser = YAML.createParser(yaml)) {
      return LocatedNode.read(parser);
    } catch (JsonProcessingException broken) {
      var place = broken.getLocation();
      throw new InvalidDescriptionException(
          List.of(
              "line %d, column %d: not YAML: %s"
                  .formatted(
                      place.getLineNr(),
                      place.getColumnNr(),
                      broken.getOriginalMessage().lines().findFirst().orElse(""))));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private PlatformDescription platform(LocatedNode document) {
    if (document instanceof LocatedNode.Nothing) {
      return PlatformDescription.EMPTY;
    }
    var root =
        DescriptionSection.of(document, findings, "sites", "clusters", "databases", "approvals");
    var siteSections = new ArrayList<DescriptionSection>();
    var sites = root.items("sites", node -> site(node, siteSections));
    DescriptionSection.requireUniqueNames(siteSections);
    var siteNames = sites.stream().map(Site::name).collect(Collectors.toSet());
    var clusterSections = new ArrayList<DescriptionSection>();
    var clusters = root.items("clusters", node -> cluster(node, siteNames, clusterSections));
    DescriptionSection.requireUniqueNames(clusterSections);
    var databaseSections = new ArrayList<DescriptionSection>();
    var databases =
        root.items("databases", node -> database(node, siteNames, databaseSections)).stream()
            .<Database>flatMap(Optional::stream)
            .toList();
    DescriptionSection.requireUniqueNames(databaseSections);
    return new PlatformDescription(
        sites,
        clusters,
        databases,
        root.optionalSection("approvals", DescriptionReader::approvals)
            .orElse(PlatformDescription.EMPTY.approvals()));
  }

  private Site site(LocatedNode node, List<DescriptionSection> sections) {
    var section = DescriptionSection.of(node, findings, "name", "description");
    sections.add(section);
    return new Site(section.name(), section.optionalText("description"));
  }

  private Cluster cluster(
      LocatedNode node, Set<String> siteNames, List<DescriptionSection> sections) {
    var section =
        DescriptionSection.of(node, findings, "name", "site", "kubeconfig", "context", "inCluster");
    sections.add(section);
    var name = section.name();
    var site = site(section, siteNames);
    var file = section.optionalSection("kubeconfig", DescriptionReader::file);
    var context = section.optionalText("context");
    var inCluster = section.optionalText("inCluster");
    inCluster
        .filter(text -> !text.equals("true"))
        .ifPresent(text -> section.find("inCluster", "only true makes sense here"));
    if (file.isPresent() == inCluster.isPresent()) {
      section.find("kubeconfig", "exactly one of kubeconfig and inCluster is needed");
    }
    if (inCluster.isPresent() && context.isPresent()) {
      section.find("context", "a context belongs to a kubeconfig");
    }
    return new Cluster(
        name,
        site,
        file.<ClusterAccess>map(path -> new ClusterAccess.Kubeconfig(path, context))
            .orElseGet(ClusterAccess.InCluster::new));
  }

  private static Path file(LocatedNode node, List<String> findings) {
    return Path.of(DescriptionSection.of(node, findings, "file").text("file"));
  }

  private static String site(DescriptionSection section, Set<String> siteNames) {
    var site = section.text("site");
    if (!site.isEmpty() && !siteNames.contains(site)) {
      section.find("site", "there is no site \"" + site + "\" under sites");
    }
    return site;
  }

  /** Empty when what its engine needs is missing, which is then among the findings. */
  private Optional<? extends Database> database(
      LocatedNode node, Set<String> siteNames, List<DescriptionSection> sections) {
    var section =
        DescriptionSection.of(
            node,
            findings,
            "name",
            "engine",
            "site",
            "patroni",
            "sql",
            "pgbouncer",
            "redis",
            "mongodb");
    sections.add(section);
    var name = section.name();
    var engine = engine(section);
    var site = site(section, siteNames);
    return switch (engine) {
      case POSTGRESQL -> {
        section.refuse("redis", "belongs to the engine redis");
        section.refuse("mongodb", "belongs to the engine mongodb");
        var patroni = section.section("patroni", DescriptionReader::patroni);
        var sql = section.section("sql", DescriptionReader::sql);
        var pgbouncer = section.optionalSection("pgbouncer", DescriptionReader::pgbouncer);
        yield patroni.flatMap(
            rest -> sql.map(login -> new Database.Postgresql(name, site, rest, login, pgbouncer)));
      }
      case REDIS -> {
        refusePostgresql(section);
        section.refuse("mongodb", "belongs to the engine mongodb");
        yield section.section("redis", (connection, found) -> redis(name, site, connection, found));
      }
      case MONGODB -> {
        refusePostgresql(section);
        section.refuse("redis", "belongs to the engine redis");
        yield section.section(
            "mongodb", (connection, found) -> mongodb(name, site, connection, found));
      }
    };
  }

  private static Engine engine(DescriptionSection section) {
    var text = section.text("engine");
    for (var engine : Engine.values()) {
      if (engine.name().equalsIgnoreCase(text)) {
        return engine;
      }
    }
    if (!text.isEmpty()) {
      section.find(
          "engine", "\"" + text + "\" is not supported; supported: postgresql, redis, mongodb");
    }
    return Engine.POSTGRESQL;
  }

  private static void refusePostgresql(DescriptionSection section) {
    for (var name : List.of("patroni", "sql", "pgbouncer")) {
      section.refuse(name, "belongs to the engine postgresql");
    }
  }

  private static Database.Redis redis(
      String name, String site, LocatedNode node, List<String> findings) {
    var section = DescriptionSection.of(node, findings, "endpoints", "username", "password", "tls");
    return new Database.Redis(
        name,
        site,
        addresses(section),
        credentials(section),
        section.optionalSection("tls", DescriptionReader::tls));
  }

  private static Database.Mongodb mongodb(
      String name, String site, LocatedNode node, List<String> findings) {
    var section =
        DescriptionSection.of(
            node, findings, "endpoints", "replicaSet", "username", "password", "tls");
    return new Database.Mongodb(
        name,
        site,
        addresses(section),
        section.text("replicaSet"),
        credentials(section),
        section.optionalSection("tls", DescriptionReader::tls));
  }

  private static List<Address> addresses(DescriptionSection section) {
    var endpoints = new ArrayList<Address>();
    for (var text : section.texts("endpoints")) {
      Address.parse(text)
          .ifPresentOrElse(
              endpoints::add,
              () -> section.find("endpoints", "\"" + text + "\" is not a host and a port"));
    }
    if (endpoints.isEmpty()) {
      section.find("endpoints", "at least one endpoint is needed");
    }
    return endpoints;
  }

  private static Optional<Credentials> credentials(DescriptionSection section) {
    var username = section.optionalText("username");
    var password = section.optionalSection("password", DescriptionReader::secret);
    if (username.isPresent() != password.isPresent()) {
      section.find("username", "username and password come together");
    }
    return username.flatMap(user -> password.map(secret -> new Credentials(user, secret)));
  }

  private static TransportSecurity tls(LocatedNode node, List<String> findings) {
    var section = DescriptionSection.of(node, findings, "ca", "certificate", "key");
    var certificate = section.optionalText("certificate");
    var key = section.optionalText("key");
    if (certificate.isPresent() != key.isPresent()) {
      section.find("certificate", "certificate and key come together");
    }
    return new TransportSecurity(
        section.optionalText("ca").map(Path::of),
        certificate.flatMap(
            file -> key.map(secret -> new ClientCertificate(Path.of(file), Path.of(secret)))));
  }

  private static Patroni patroni(LocatedNode node, List<String> findings) {
    var section = DescriptionSection.of(node, findings, "endpoints", "username", "password", "tls");
    var endpoints = new ArrayList<URI>();
    for (var text : section.texts("endpoints")) {
      address(text)
          .ifPresentOrElse(
              endpoints::add,
              () -> section.find("endpoints", "\"" + text + "\" is not an http or https address"));
    }
    if (endpoints.isEmpty()) {
      section.find("endpoints", "at least one endpoint is needed");
    }
    return new Patroni(
        endpoints,
        credentials(section),
        section.optionalSection("tls", DescriptionReader::authorities));
  }

  private static Optional<URI> address(String text) {
    try {
      var uri = URI.create(text);
      boolean usable =
          ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
              && uri.getHost() != null
              && uri.getUserInfo() == null;
      return usable ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  private static Path authorities(LocatedNode node, List<String> findings) {
    return Path.of(DescriptionSection.of(node, findings, "ca").text("ca"));
  }

  private static Sql sql(LocatedNode node, List<String> findings) {
    var section =
        DescriptionSection.of(node, findings, "username", "password", "database", "sslmode");
    var sslMode = sslMode(section);
    return new Sql(
        new Credentials(
            section.text("username"),
            section.section("password", DescriptionReader::secret).orElse(null)),
        section.optionalText("database").orElse("postgres"),
        sslMode);
  }

  private static Pgbouncer pgbouncer(LocatedNode node, List<String> findings) {
    var section =
        DescriptionSection.of(node, findings, "endpoints", "username", "password", "sslmode");
    return new Pgbouncer(
        addresses(section),
        new Credentials(
            section.text("username"),
            section.section("password", DescriptionReader::secret).orElse(null)),
        sslMode(section));
  }

  private static Optional<String> sslMode(DescriptionSection section) {
    var sslMode = section.optionalText("sslmode");
    sslMode
        .filter(mode -> !SSL_MODES.contains(mode))
        .ifPresent(mode -> section.find("sslmode", "\"" + mode + "\" is not a mode of PostgreSQL"));
    return sslMode;
  }

  private static SecretReference secret(LocatedNode node, List<String> findings) {
    if (node instanceof LocatedNode.Scalar) {
      findings.add(
          "line %d, column %d, %s: a secret is given by reference only, as {env: NAME} or {file: PATH}"
              .formatted(node.place().line(), node.place().column(), node.place().path()));
      return new SecretReference.Environment("");
    }
    var section = DescriptionSection.of(node, findings, "env", "file");
    var variable = section.optionalText("env");
    var file = section.optionalText("file");
    if (variable.isPresent() == file.isPresent()) {
      section.find("env", "exactly one of env and file is needed");
    }
    return file.<SecretReference>map(path -> new SecretReference.InFile(Path.of(path)))
        .orElseGet(() -> new SecretReference.Environment(variable.orElse("")));
  }

  private static Approvals approvals(LocatedNode node, List<String> findings) {
    return new Approvals(
        Set.copyOf(DescriptionSection.of(node, findings, "procedures").texts("procedures")));
  }
}
