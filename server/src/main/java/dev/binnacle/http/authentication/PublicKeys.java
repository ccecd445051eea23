package dev.binnacle.http.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;

/** From the keys that issuers publish to those of the Java platform. */
final class PublicKeys {

  private PublicKeys() {}

  /** The public key; empty when it is of a kind that is not used for signatures here. */
  static Optional<Key> of(JWK published) {
    try {
      return switch (published) {
        case OctetKeyPair pair when Curve.Ed25519.equals(pair.getCurve()) ->
            Optional.of(ed25519(pair.getDecodedX()));
        case OctetKeyPair other -> Optional.empty();
        case AsymmetricJWK pair -> Optional.of(pair.toPublicKey());
        default -> Optional.empty();
      };
    } catch (GeneralSecurityException | JOSEException unusable) {
      return Optional.empty();
    }
  }

  /** RFC 8032, 5.1.2: the y coordinate, little-endian, with the sign of x in its highest bit. */
  private static Key ed25519(byte[] encoded) throws GeneralSecurityException {
    var bigEndian = new byte[encoded.length];
    for (int i = 0; i < encoded.length; i++) {
      bigEndian[i] = encoded[encoded.length - 1 - i];
    }
    boolean xIsOdd = (bigEndian[0] & 0x80) != 0;
    bigEndian[0] &= 0x7f;
    var point = new EdECPoint(xIsOdd, new BigInteger(1, bigEndian));
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
  }
}
