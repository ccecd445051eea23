package dev.binnacle.http.idempotency;

import dev.binnacle.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts kept answers with AES-256-GCM under a key derived from the caller's own Idempotency-Key,
 * which is stored nowhere: whoever reads the state store cannot read a token that was shown once.
 */
final class AnswerCipher {

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final String PURPOSE = "binnacle kept answer ";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;
  private final byte[] context;

  /**
   * A cipher for one row.
   *
   * @param idempotencyKey the caller's key
   * @param hash the row's own, to which the ciphertext is bound
   */
  AnswerCipher(String idempotencyKey, String hash) {
    this.context = hash.getBytes(StandardCharsets.UTF_8);
    this.key = derive(idempotencyKey, hash);
  }

  private static SecretKeySpec derive(String idempotencyKey, String hash) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(idempotencyKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return new SecretKeySpec(
          mac.doFinal((PURPOSE + hash).getBytes(StandardCharsets.UTF_8)), "AES");
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
    }
  }

  /** The answer as it is stored: a nonce, then the ciphertext. */
  byte[] encrypt(KeptAnswer answer) {
    try {
      var nonce = new byte[NONCE_BYTES];
      RANDOM.nextBytes(nonce);
      var sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(Json.mapper().writeValueAsBytes(answer));
      var stored = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, stored, nonce.length, sealed.length);
      return stored;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("the answer cannot be encrypted", impossible);
    }
  }

  /**
   * The answer that {@link #encrypt} stored.
   *
   * @throws IllegalStateException when the row was changed, or belongs to another key
   */
  KeptAnswer decrypt(byte[] stored) {
    try {
      var nonce = Arrays.copyOf(stored, NONCE_BYTES);
      var plain =
          cipher(Cipher.DECRYPT_MODE, nonce)
              .doFinal(stored, NONCE_BYTES, stored.length - NONCE_BYTES);
      return Json.mapper().readValue(plain, KeptAnswer.class);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException changed) {
      throw new IllegalStateException("the kept answer cannot be decrypted", changed);
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance(TRANSFORMATION);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context);
    return cipher;
  }
}
