package dev.binnacle.platform;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why no TLS connection came about, in words for people. Pure. */
final class TlsFailure {

  private TlsFailure() {}

  /** The reason, without names of classes. */
  static String words(SSLException failure) {
    return Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
        .flatMap(cause -> reason(cause).stream())
        .findFirst()
        .orElseGet(() -> "no TLS connection: " + said(failure));
  }

  private static Optional<String> reason(Throwable cause) {
    return switch (cause) {
      case CertificateExpiredException expired -> Optional.of("its certificate has expired");
      case CertificateNotYetValidException early -> Optional.of("its certificate is not valid yet");
      case CertPathBuilderException unknown ->
          Optional.of("its certificate is not of a trusted authority");
      default -> Optional.empty();
    };
  }

  private static String said(SSLException failure) {
    return Optional.ofNullable(failure.getMessage())
        .map(message -> message.replaceAll("[\\w.$]+(Exception|Error): ", ""))
        .orElse("the handshake failed");
  }
}
