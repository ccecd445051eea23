package dev.binnacle.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 without the exception that no Java platform throws. */
public final class Digests {

  private Digests() {}

  /** The digest of the parts, one after the other. */
  public static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
