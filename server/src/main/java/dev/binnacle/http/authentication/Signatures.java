package dev.binnacle.http.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Set;

/**
 * Verifies signatures: Ed25519 with the Java platform, where Nimbus would need another library, and
 * all others with Nimbus.
 */
final class Signatures extends DefaultJWSVerifierFactory {

  @Override
  public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
    return JWSAlgorithm.EdDSA.equals(header.getAlgorithm()) && key instanceof PublicKey publicKey
        ? new Ed25519(publicKey)
        : super.createJWSVerifier(header, key);
  }

  private record Ed25519(PublicKey key, JCAContext context) implements JWSVerifier {

    private Ed25519(PublicKey key) {
      this(key, new JCAContext());
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) {
      // RFC 7515, 4.1.11: what is critical and not understood makes the signature invalid.
      if (header.getCriticalParams() != null) {
        return false;
      }
      try {
        var verification = Signature.getInstance("Ed25519");
        verification.initVerify(key);
        verification.update(signed);
        return verification.verify(signature.decode());
      } catch (GeneralSecurityException malformed) {
        return false;
      }
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
      return Set.of(JWSAlgorithm.EdDSA);
    }

    @Override
    public JCAContext getJCAContext() {
      return context;
    }
  }
}
