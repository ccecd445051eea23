package dev.binnacle.nodes;

import dev.binnacle.api.ClustersApi;
import dev.binnacle.api.model.ClusterPage;
import dev.binnacle.api.model.HealthVerdict;
import dev.binnacle.health.Verdict;
import dev.binnacle.http.Answers;
import dev.binnacle.http.Cursors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The resources about clusters. */
@ApplicationScoped
public class ClustersResource implements ClustersApi {

  private final ClusterInventory inventory;
  private final Answers answers;

  /** Required by CDI. */
  protected ClustersResource() {
    this(null, null);
  }

  /** The resource over its parts. */
  @Inject
  public ClustersResource(ClusterInventory inventory, Answers answers) {
    this.inventory = inventory;
    this.answers = answers;
  }

  /** The last item of a page. */
  private record Named(String name) {}

  @Override
  public CompletionStage<Response> listClusters(
      List<HealthVerdict> verdict, String site, Integer limit, String cursor) {
    return answers.of(() -> {
      var scope = Arrays.<Object>asList("clusters", verdict, site);
      var filter = new ClusterInventory.Filter(verdicts(verdict), Optional.ofNullable(site));
      var after = Cursors.read(cursor, scope, Named.class).map(Named::name);
      var page = inventory.list(filter, after, limit);
      return Response.ok(
              new ClusterPage()
                  .items(page.items().stream().map(ClusterMapper::toApi).toList())
                  .nextCursor(
                      page.next().map(name -> Cursors.write(scope, new Named(name))).orElse(null)))
          .build();
    });
  }

  static Set<Verdict> verdicts(List<HealthVerdict> words) {
    return words.stream()
        .map(word -> Verdict.valueOf(word.name()))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public CompletionStage<Response> getCluster(String cluster) {
    return answers.of(() -> Response.ok(ClusterMapper.toApi(inventory.find(cluster))).build());
  }
}
