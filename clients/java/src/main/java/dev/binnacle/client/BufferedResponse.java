package dev.binnacle.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow.Subscription;
import javax.net.ssl.SSLSession;

/**
 * A whole answer in the form that the caller wants. Only a whole one can be trusted not to break
 * off when the generated code reads it, where it could not be repeated any more.
 */
record BufferedResponse<T>(HttpResponse<byte[]> whole, T body) implements HttpResponse<T> {
  private static final Subscription EVERYTHING_COMES =
      new Subscription() {
        @Override
        public void request(long items) {}

        @Override
        public void cancel() {}
      };

  static <T> BufferedResponse<T> of(HttpResponse<byte[]> whole, BodyHandler<T> handler) {
    var reader = handler.apply(new Head(whole));
    reader.onSubscribe(EVERYTHING_COMES);
    if (whole.body().length > 0) {
      reader.onNext(List.of(ByteBuffer.wrap(whole.body())));
    }
    reader.onComplete();
    return new BufferedResponse<>(whole, reader.getBody().toCompletableFuture().join());
  }

  private record Head(HttpResponse<byte[]> whole) implements HttpResponse.ResponseInfo {
    @Override
    public int statusCode() {
      return whole.statusCode();
    }

    @Override
    public HttpHeaders headers() {
      return whole.headers();
    }

    @Override
    public HttpClient.Version version() {
      return whole.version();
    }
  }

  @Override
  public int statusCode() {
    return whole.statusCode();
  }

  @Override
  public HttpRequest request() {
    return whole.request();
  }

  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return whole.headers();
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return whole.sslSession();
  }

  @Override
  public URI uri() {
    return whole.uri();
  }

  @Override
  public HttpClient.Version version() {
    return whole.version();
  }
}
