package dev.binnacle.platform.kubernetes;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Says in words why a TLS connection did not come about. Pure. */
final class TlsFailure {

  private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");

  private TlsFailure() {}

  /** The failure with a message for people. */
  static IOException inWords(SSLException failure) {
    return new IOException(words(failure), failure);
  }

  private static String words(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case CertificateExpiredException expired -> {
          return "its certificate has expired (" + expired.getMessage() + ")";
        }
        case CertificateNotYetValidException early -> {
          return "its certificate is not valid yet (" + early.getMessage() + ")";
        }
        case CertPathBuilderException stranger -> {
          return "its certificate is not signed by an authority that is trusted here";
        }
        default -> {
          var message = String.valueOf(cause.getMessage());
          if (message.contains("subject alternative")) {
            return "its certificate belongs to another host (" + message + ")";
          }
          var alert = ALERT.matcher(message);
          if (alert.find()) {
            return "it refuses the TLS connection (" + alert.group(1) + ")";
          }
        }
      }
    }
    return "the TLS connection failed (" + failure.getMessage() + ")";
  }
}
