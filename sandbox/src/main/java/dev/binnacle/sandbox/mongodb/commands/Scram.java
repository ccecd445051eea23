package dev.binnacle.sandbox.mongodb.commands;

import dev.binnacle.sandbox.mongodb.ErrorCode;
import dev.binnacle.sandbox.mongodb.Refusal;
import dev.binnacle.sandbox.mongodb.User;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of one SCRAM-SHA-256 conversation: RFC 5802 with RFC 7677. */
final class Scram {
  private static final int ITERATIONS = 4096;
  private static final int KEY_BITS = 256;
  private static final int RANDOM_BYTES = 18;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final User user;
  private final String clientFirst;
  private final String serverFirst;
  private final String nonce;
  private final byte[] salt;

  private Scram(User user, String clientFirst, String clientNonce) {
    this.user = user;
    this.clientFirst = clientFirst;
    this.nonce = clientNonce + Base64.getEncoder().encodeToString(random());
    this.salt = random();
    this.serverFirst =
        "r=%s,s=%s,i=%d".formatted(nonce, Base64.getEncoder().encodeToString(salt), ITERATIONS);
  }

  private static byte[] random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /**
   * Begins with the client's first message.
   *
   * @throws Refusal when nobody has that name
   */
  static Scram begin(Collection<User> users, String message) {
    String bare = message.substring(message.indexOf("n="));
    String name = attribute(bare, "n");
    User user =
        users.stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(Scram::failed);
    return new Scram(user, bare, attribute(bare, "r"));
  }

  String serverFirst() {
    return serverFirst;
  }

  User user() {
    return user;
  }

  /**
   * Checks the client's proof; answers the server's own.
   *
   * @throws Refusal when the client does not know the password
   */
  String finish(String message) {
    String withoutProof = message.substring(0, message.lastIndexOf(",p="));
    byte[] proof = Base64.getDecoder().decode(attribute(message, "p"));
    if (!attribute(message, "r").equals(nonce)) {
      throw failed();
    }
    try {
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(
                  new PBEKeySpec(user.password().toCharArray(), salt, ITERATIONS, KEY_BITS))
              .getEncoded();
      byte[] clientKey = hmac(salted, "Client Key");
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      String all = clientFirst + "," + serverFirst + "," + withoutProof;
      byte[] signature = hmac(sha.digest(clientKey), all);
      byte[] expected = new byte[signature.length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (byte) (clientKey[i] ^ signature[i]);
      }
      if (!MessageDigest.isEqual(expected, proof)) {
        throw failed();
      }
      return "v=" + Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), all));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String attribute(String message, String name) {
    for (String part : message.split(",")) {
      if (part.startsWith(name + "=")) {
        return part.substring(name.length() + 1);
      }
    }
    throw failed();
  }

  static Refusal failed() {
    return new Refusal(ErrorCode.AUTHENTICATION_FAILED, "Authentication failed.");
  }
}
