package dev.binnacle.nodes;

import dev.binnacle.api.NodesApi;
import dev.binnacle.api.model.CordonRequest;
import dev.binnacle.api.model.DrainRequest;
import dev.binnacle.api.model.HealthVerdict;
import dev.binnacle.api.model.NodePage;
import dev.binnacle.api.model.NodePodPage;
import dev.binnacle.api.model.NodeSort;
import dev.binnacle.http.Answers;
import dev.binnacle.http.CurrentRequest;
import dev.binnacle.http.Cursors;
import dev.binnacle.http.EntityTags;
import dev.binnacle.http.Page;
import dev.binnacle.http.Preferences;
import dev.binnacle.http.WrittenPages;
import dev.binnacle.nodes.NodeInventory.PodPosition;
import dev.binnacle.nodes.labels.LabelSelectorParser;
import dev.binnacle.nodes.labels.LabelSyntaxException;
import dev.binnacle.operations.OperationAnswers;
import dev.binnacle.operations.Operations;
import dev.binnacle.operations.Submission;
import dev.binnacle.platform.kubernetes.LabelSelector;
import dev.binnacle.platform.kubernetes.Observed;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The resources about nodes. */
@ApplicationScoped
public class NodesResource implements NodesApi {

  private final NodeInventory inventory;
  private final NodeSubmissionMapper submissions;
  private final Operations operations;
  private final OperationAnswers operationAnswers;
  private final CurrentRequest currentRequest;
  private final Answers answers;
  private final Clock clock;
  private final WrittenPages pages = new WrittenPages();

  /** Required by CDI. */
  protected NodesResource() {
    this(null, null, null, null, null, null, null);
  }

  /** The resource over its parts. */
  @Inject
  public NodesResource(
      NodeInventory inventory,
      NodeSubmissionMapper submissions,
      Operations operations,
      OperationAnswers operationAnswers,
      CurrentRequest currentRequest,
      Answers answers,
      Clock clock) {
    this.inventory = inventory;
    this.submissions = submissions;
    this.operations = operations;
    this.operationAnswers = operationAnswers;
    this.currentRequest = currentRequest;
    this.answers = answers;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Response> listNodes(
      String cluster,
      List<String> role,
      Boolean ready,
      Boolean schedulable,
      List<HealthVerdict> verdict,
      String labelSelector,
      NodeSort sort,
      Integer limit,
      String cursor) {
    return answers.of(() -> {
      var scope =
          Arrays.<Object>asList(
              "nodes", cluster, role, ready, schedulable, verdict, labelSelector, sort);
      var filter =
          new NodeFilter(
              Set.copyOf(role),
              Optional.ofNullable(ready),
              Optional.ofNullable(schedulable),
              ClustersResource.verdicts(verdict),
              labels(labelSelector));
      var after = Cursors.read(cursor, scope, NodeOrder.Position.class);
      var nodes = inventory.all(cluster);
      return Response.ok(
              pages.of(
                  nodes,
                  Arrays.asList(scope, limit, cursor),
                  () -> page(nodes, filter, order(sort), after, limit, scope)))
          .build();
    });
  }

  private NodePage page(
      Observed<List<NodeView>> nodes,
      NodeFilter filter,
      NodeOrder order,
      Optional<NodeOrder.Position> after,
      int limit,
      List<Object> scope) {
    var page =
        Page.of(
            nodes.value().stream().filter(filter::takes).sorted(order.nodes()).toList(),
            order::position,
            view -> after.map(place -> order.isAfter(view, place)).orElse(true),
            limit);
    var now = clock.instant();
    return new NodePage()
        .items(page.items().stream().map(view -> NodeMapper.toApi(view, now)).toList())
        .nextCursor(page.next().map(last -> Cursors.write(scope, last)).orElse(null))
        .freshness(ClusterMapper.freshness(nodes));
  }

  private static LabelSelector labels(String text) {
    try {
      return text == null ? LabelSelector.ALL : LabelSelectorParser.parse(text);
    } catch (LabelSyntaxException wrong) {
      throw Problem.of(ProblemCode.INVALID_PARAMETER, "The labelSelector is " + wrong.words() + ".")
          .withErrors(List.of(Problem.Violation.of("labelSelector", wrong.words())))
          .withRemedy("Write it like app=shop,tier in (web,api),!canary.")
          .asException();
    }
  }

  /** The contract names each order by its figure and its direction. */
  private static NodeOrder order(NodeSort sort) {
    var name = sort.name();
    return new NodeOrder(
        NodeOrder.Figure.valueOf(name.substring(0, name.lastIndexOf('_'))),
        name.endsWith("_DESCENDING"));
  }

  @Override
  public CompletionStage<Response> getNode(String cluster, String node, String ifNoneMatch) {
    return answers.of(() -> {
      var view = inventory.find(cluster, node);
      long version = EntityTags.versionOf(NodeMapper.withoutTime(view));
      var answer =
          EntityTags.noneMatchNames(ifNoneMatch, version)
              ? Response.notModified()
              : Response.ok(NodeMapper.toApi(view, clock.instant()));
      return answer.header(HttpHeaders.ETAG, EntityTags.of(version)).build();
    });
  }

  @Override
  public CompletionStage<Response> listNodePods(
      String cluster, String node, Integer limit, String cursor) {
    return answers.of(() -> {
      var scope = List.of("nodePods", cluster, node);
      var after = Cursors.read(cursor, scope, PodPosition.class);
      var seen = inventory.pods(cluster, node, after, limit);
      return Response.ok(
              new NodePodPage()
                  .items(seen.value().items().stream().map(PodMapper::toApi).toList())
                  .nextCursor(
                      seen.value().next().map(last -> Cursors.write(scope, last)).orElse(null))
                  .freshness(ClusterMapper.freshness(seen)))
          .build();
    });
  }

  @Override
  public CompletionStage<Response> cordonNode(
      String cluster,
      String node,
      CordonRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return start(dryRun, prefer, () -> submissions.cordon(cluster, node, body, request));
  }

  @Override
  public CompletionStage<Response> uncordonNode(
      String cluster,
      String node,
      CordonRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return start(dryRun, prefer, () -> submissions.uncordon(cluster, node, body, request));
  }

  @Override
  public CompletionStage<Response> drainNode(
      String cluster,
      String node,
      DrainRequest body,
      Boolean dryRun,
      String idempotencyKey,
      String prefer) {
    var request = currentRequest.get();
    return start(dryRun, prefer, () -> submissions.drain(cluster, node, body, request));
  }

  private CompletionStage<Response> start(
      boolean dryRun, String prefer, Supplier<Submission<?>> submission) {
    var wait = Preferences.wait(prefer);
    if (dryRun) {
      return answers.of(() -> operationAnswers.plan(operations.rehearse(submission.get())));
    }
    return CompletableFuture.supplyAsync(
            () -> operations.accept(submission.get()), answers.threads())
        .thenCompose(id -> operationAnswers.accepted(id, wait));
  }
}
