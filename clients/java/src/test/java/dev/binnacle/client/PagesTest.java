package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.client.LocalServer.Reply;
import dev.binnacle.client.model.ApiToken;
import dev.binnacle.client.model.ApiTokenPage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists that have more items than fit on a page. */
@Timeout(60)
class PagesTest {
  private static final int ITEMS = 10_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LIST = "GET /api/v1/api-tokens";

  private final LocalServer server = LocalServer.start();
  private final BinnacleClient client = server.client();

  @BeforeEach
  void serve() {
    server.on(LIST, tokens());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Reply tokens() {
    return exchange -> {
      var query = exchange.getRequestURI().getQuery();
      var limit = Integer.parseInt(query.replaceAll(".*limit=(\\d+).*", "$1"));
      var from =
          query.contains("cursor=")
              ? Integer.parseInt(query.replaceAll(".*cursor=c(\\d+).*", "$1"))
              : 0;
      var to = Math.min(ITEMS, from + limit);
      ObjectNode page = JSON.createObjectNode();
      var items = page.putArray("items");
      IntStream.range(from, to).forEach(number -> items.addObject().put("name", "token-" + number));
      if (to < ITEMS) {
        page.put("nextCursor", "c" + to);
      }
      LocalServer.json(200, page.toString()).to(exchange);
    };
  }

  private Pages<ApiToken> all() {
    var tokens = client.apiTokens();
    return Pages.of(
        cursor -> tokens.listApiTokens(500, cursor),
        ApiTokenPage::getItems,
        ApiTokenPage::getNextCursor);
  }

  @Test
  void goesThroughTenThousandItems() {
    var number = 0;
    for (var token : all()) {
      assertThat(token.getName()).isEqualTo("token-" + number++);
    }
    assertThat(number).isEqualTo(ITEMS);
    assertThat(server.received()).hasSize(ITEMS / 500);
  }

  @Test
  void asksForNoPageThatNobodyReads() {
    var pages = all();
    assertThat(server.received()).isEmpty();
    assertThat(pages.stream().skip(10).findFirst().orElseThrow().getName()).isEqualTo("token-10");
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void startsAgainEachTime() {
    var pages = all();
    assertThat(pages.stream().limit(3).count()).isEqualTo(3);
    assertThat(pages.toList()).hasSize(ITEMS);
  }

  @Test
  void aPageThatFailsIsAskedForAgain() {
    server.on(
        LIST, tokens(), LocalServer.lost(), LocalServer.problem(503, "SERVER_BUSY"), tokens());
    assertThat(all().toList()).hasSize(ITEMS);
  }
}
