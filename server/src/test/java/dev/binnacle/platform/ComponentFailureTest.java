package dev.binnacle.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ComponentFailureTest {

  private static final Component ORDERS =
      new Component(Component.Type.POSTGRESQL, "orders", "main");

  static Stream<Arguments> failures() {
    var unresolved = new ConnectException();
    unresolved.initCause(new UnresolvedAddressException());
    var expired = new GeneralSecurityException(new CertificateExpiredException());
    return Stream.of(
        Arguments.of(
            new ConnectException(), ProblemCode.COMPONENT_UNAVAILABLE, "connection refused"),
        Arguments.of(unresolved, ProblemCode.COMPONENT_UNAVAILABLE, "unknown host"),
        Arguments.of(
            new UnknownHostException("x"), ProblemCode.COMPONENT_UNAVAILABLE, "unknown host"),
        Arguments.of(
            new SSLHandshakeException("java.security.cert.CertPathValidatorException: no", expired),
            ProblemCode.COMPONENT_UNAVAILABLE,
            "its certificate has expired"),
        Arguments.of(
            new SSLException("java.lang.IllegalStateException: closed"),
            ProblemCode.COMPONENT_UNAVAILABLE,
            "no TLS connection: closed"),
        Arguments.of(new IOException("reset"), ProblemCode.COMPONENT_UNAVAILABLE, "reset"),
        Arguments.of(new IOException(), ProblemCode.COMPONENT_UNAVAILABLE, "the connection broke"),
        Arguments.of(new TimeoutException(), ProblemCode.COMPONENT_TIMEOUT, "no answer in time"),
        Arguments.of(
            new HttpConnectTimeoutException("x"),
            ProblemCode.COMPONENT_TIMEOUT,
            "no answer in time"),
        Arguments.of(
            new SocketTimeoutException(), ProblemCode.COMPONENT_TIMEOUT, "no answer in time"),
        Arguments.of(
            new InterruptedException(),
            ProblemCode.COMPONENT_UNAVAILABLE,
            "the caller gave up waiting"),
        Arguments.of(new ComponentRefusedException("no"), ProblemCode.COMPONENT_REFUSED, "no"),
        Arguments.of(
            new ComponentUnavailableException("busy", "Wait."),
            ProblemCode.COMPONENT_UNAVAILABLE,
            "busy"),
        Arguments.of(
            new IllegalStateException("dev.binnacle.Secret"),
            ProblemCode.COMPONENT_REFUSED,
            "an answer that makes no sense"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void becomeProblemsThatNameTheComponent(Exception failure, ProblemCode code, String said) {
    var problem = ComponentFailure.problem(ORDERS, "10.0.0.1:5432", failure).problem();
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.detail())
        .startsWith("The PostgreSQL of orders at 10.0.0.1:5432")
        .contains(said);
    assertThat(problem.remedy()).isNotEmpty();
    assertThat(problem.extensions())
        .containsEntry("component", new Problem.Component("POSTGRESQL", "orders", said));
  }

  @Test
  void whoeverKnowsTheRemedyTellsIt() {
    assertThat(
            Stream.of(
                new ComponentRefusedException("no", "Grant it."),
                new ComponentUnavailableException("busy", "Grant it.")))
        .allSatisfy(failure ->
            assertThat(ComponentFailure.problem(ORDERS, "x", failure).problem().remedy())
                .isEqualTo("Grant it."));
  }

  @Test
  void aProblemThatIsToldAlreadyStaysAsItIs() {
    var told = Problem.of(ProblemCode.PLATFORM_CHANGED, "x").asException();
    assertThat(ComponentFailure.problem(ORDERS, "x", told)).isSameAs(told);
  }
}
