package dev.binnacle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.health.Health;
import dev.binnacle.http.Page;
import dev.binnacle.nodes.NodeOrder.Figure;
import dev.binnacle.platform.kubernetes.Observed;
import dev.binnacle.platform.kubernetes.ResourceRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeOrderTest {

  private static final List<NodeView> NODES =
      List.of(view("b", 200), view("d", 100), unknown("e"), view("a", 100), view("c", 300));

  @Test
  void byName() {
    assertThat(names(new NodeOrder(Figure.NAME, false))).containsExactly("a", "b", "c", "d", "e");
    assertThat(names(new NodeOrder(Figure.NAME, true))).containsExactly("e", "d", "c", "b", "a");
  }

  @Test
  void equalOnesByNameAndUnknownOnesLast() {
    assertThat(names(new NodeOrder(Figure.CPU_REQUESTED, false)))
        .containsExactly("a", "d", "b", "c", "e");
    assertThat(names(new NodeOrder(Figure.CPU_REQUESTED, true)))
        .containsExactly("c", "b", "a", "d", "e");
  }

  @Test
  void pagesOfEveryOrderHaveEveryNodeOnce() {
    for (var figure : Figure.values()) {
      for (var descending : List.of(true, false)) {
        var order = new NodeOrder(figure, descending);
        for (int limit = 1; limit <= NODES.size(); limit++) {
          assertThat(inPages(order, limit)).isEqualTo(names(order));
        }
      }
    }
  }

  private static List<String> inPages(NodeOrder order, int limit) {
    var names = new ArrayList<String>();
    Optional<NodeOrder.Position> after = Optional.empty();
    do {
      var last = after;
      var page =
          Page.of(
              NODES.stream().sorted(order.nodes()).toList(),
              order::position,
              view -> last.map(place -> order.isAfter(view, place)).orElse(true),
              limit);
      page.items().forEach(view -> names.add(view.node().name()));
      after = page.next();
    } while (after.isPresent());
    return names;
  }

  private static List<String> names(NodeOrder order) {
    return NODES.stream().sorted(order.nodes()).map(view -> view.node().name()).toList();
  }

  private static NodeView view(String name, long cpuMillis) {
    return view(name, Known.of(new NodePods(1, new ResourceRequests(cpuMillis, 1, 0))));
  }

  private static NodeView unknown(String name) {
    return view(name, Known.missing("forbidden"));
  }

  private static NodeView view(String name, Known<NodePods> pods) {
    return new NodeView(
        "prod-1",
        Observed.live(GivenNode.worker(name).node(), GivenNode.BORN),
        pods,
        Known.missing("nobody measures"),
        List.of(),
        Optional.empty(),
        Health.of(List.of()));
  }
}
