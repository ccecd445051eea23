package dev.binnacle.client;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The lines of an answer as they arrive. Reading can be interrupted and has a timeout, which an
 * input stream of the JDK's client does not offer on Java 17.
 */
final class LineQueue implements Subscriber<String>, AutoCloseable {
  private static final int OK = 200;
  private static final String EVENT_STREAM = "text/event-stream";

  private final BlockingQueue<Heard> arrived = new LinkedBlockingQueue<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

  /** What was heard next. */
  sealed interface Heard {}

  /** A line, without its end. */
  record Line(String text) implements Heard {}

  /** Nothing within the time. */
  record Silence() implements Heard {}

  /** No more lines will come, for whatever reason. */
  record End() implements Heard {}

  /** The lines of an event stream, or the whole body of any other answer. */
  record Body(Optional<LineQueue> lines, byte[] whole) {}

  /** Reads event streams line by line, everything else as a whole. */
  static BodyHandler<Body> orWholeBody() {
    return head ->
        isEventStream(head)
            ? BodySubscribers.mapping(
                BodySubscribers.ofPublisher(),
                bytes -> new Body(Optional.of(of(bytes)), new byte[0]))
            : BodySubscribers.mapping(
                BodySubscribers.ofByteArray(), whole -> new Body(Optional.empty(), whole));
  }

  private static boolean isEventStream(ResponseInfo head) {
    return head.statusCode() == OK
        && head.headers()
            .firstValue(Headers.CONTENT_TYPE)
            .filter(type -> type.startsWith(EVENT_STREAM))
            .isPresent();
  }

  private static LineQueue of(Publisher<List<ByteBuffer>> bytes) {
    var lines = new LineQueue();
    bytes.subscribe(
        BodySubscribers.fromLineSubscriber(lines, queue -> queue, StandardCharsets.UTF_8, null));
    return lines;
  }

  /**
   * Blocks until there is a line, the end, or that much time has passed.
   *
   * @throws CallInterruptedException when the thread is interrupted
   */
  Heard next(Duration atMost) {
    try {
      var heard = arrived.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (heard == null) {
        return new Silence();
      }
      if (heard instanceof Line) {
        subscription.join().request(1);
      }
      return heard;
    } catch (InterruptedException interrupt) {
      throw CallInterruptedException.in(interrupt);
    }
  }

  /** Ends the exchange, also when it is only about to begin. */
  @Override
  public void close() {
    subscription.thenAccept(Subscription::cancel);
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription.complete(given);
    given.request(1);
  }

  @Override
  public void onNext(String line) {
    arrived.add(new Line(line));
  }

  @Override
  public void onError(Throwable broken) {
    arrived.add(new End());
  }

  @Override
  public void onComplete() {
    arrived.add(new End());
  }
}
