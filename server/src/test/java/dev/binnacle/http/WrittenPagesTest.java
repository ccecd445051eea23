package dev.binnacle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WrittenPagesTest {

  private static final List<Object> FIRST_PAGE = Arrays.asList("nodes", 10, null);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger answers = new AtomicInteger();
  private final WrittenPages pages = new WrittenPages(nanos::get);
  private final Object content = new ArrayList<>();

  private String ask(Object from, Object question) {
    var written = pages.of(from, question, () -> Map.of("answer", answers.incrementAndGet()));
    return new String(written, StandardCharsets.UTF_8);
  }

  @Test
  void theSameQuestionOfTheSameContentIsAnsweredOnce() {
    assertThat(ask(content, FIRST_PAGE)).isEqualTo("{\"answer\":1}");
    assertThat(ask(content, Arrays.asList("nodes", 10, null))).isEqualTo("{\"answer\":1}");
  }

  @Test
  void anotherQuestionIsAnsweredByItself() {
    ask(content, FIRST_PAGE);
    assertThat(ask(content, Arrays.asList("nodes", 10, "next"))).isEqualTo("{\"answer\":2}");
  }

  @Test
  void otherContentIsAnsweredByItselfEvenWhenItIsEqual() {
    ask(content, FIRST_PAGE);
    assertThat(ask(new ArrayList<>(), FIRST_PAGE)).isEqualTo("{\"answer\":2}");
  }

  @Test
  void anAnswerIsMadeAnewASecondLater() {
    ask(content, FIRST_PAGE);
    nanos.addAndGet(WrittenPages.KEPT.toNanos());
    assertThat(ask(content, FIRST_PAGE)).isEqualTo("{\"answer\":2}");
  }

  @Test
  void aFailureIsNotKept() {
    assertThatThrownBy(() ->
            pages.of(
                content,
                FIRST_PAGE,
                () -> {
                  throw new IllegalStateException("no");
                }))
        .hasMessage("no");
    assertThat(ask(content, FIRST_PAGE)).isEqualTo("{\"answer\":1}");
  }
}
