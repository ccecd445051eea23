package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.platform.ComponentRefusedException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ClientFailureTest {

  private static final Permission LIST = new Permission("list", "pods");

  @Test
  void findsWhatTheLibraryWraps() {
    assertThat(found(wrapped(new ConnectException("x")))).isInstanceOf(ConnectException.class);
    assertThat(found(wrapped(new HttpTimeoutException("x"))))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(found(new ExecutionException(new TimeoutException())))
        .isInstanceOf(TimeoutException.class);
    assertThat(found(wrapped(new IOException("reset")))).hasMessage("reset");
    var strange = new IllegalStateException();
    assertThat(found(strange)).isSameAs(strange);
  }

  @Test
  void saysWhatIsWrongWithACertificate() {
    assertThat(found(wrapped(handshake(new CertificateExpiredException("NotAfter: yesterday")))))
        .isInstanceOf(IOException.class)
        .hasMessage("its certificate has expired (NotAfter: yesterday)");
    assertThat(found(wrapped(handshake(new CertPathBuilderException("unable to find")))))
        .hasMessageContaining("not signed by an authority that is trusted here");
    assertThat(found(new SSLHandshakeException("Received fatal alert: bad_certificate")))
        .hasMessage("it refuses the TLS connection (bad_certificate)");
    assertThat(found(handshake(new Exception("No subject alternative names present"))))
        .hasMessageContaining("its certificate belongs to another host");
  }

  @Test
  void anAnswerIsARefusalInTheServersWords() {
    var status = new StatusBuilder().withCode(422).withMessage("field is immutable").build();
    assertThat(found(new KubernetesClientException("long story", 422, status)))
        .isInstanceOf(ComponentRefusedException.class)
        .hasMessage("422 field is immutable");
  }

  private static Exception found(Exception thrown) {
    return ClientFailure.of(LIST, thrown);
  }

  private static Exception wrapped(IOException cause) {
    return new KubernetesClientException("wrapped", new IOException(cause.getMessage(), cause));
  }

  private static SSLHandshakeException handshake(Exception cause) {
    var failure = new SSLHandshakeException("handshake");
    failure.initCause(cause);
    return failure;
  }
}
