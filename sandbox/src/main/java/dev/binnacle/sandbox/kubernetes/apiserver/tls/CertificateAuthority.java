package dev.binnacle.sandbox.kubernetes.apiserver.tls;

import dev.binnacle.sandbox.SandboxException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The authority that all certificates of one cluster come from. Its own key is an elliptic one;
 * those of its clients are RSA, which every client reads.
 */
public final class CertificateAuthority {
  private static final Duration LIFETIME = Duration.ofDays(3650);
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);
  private static final byte[] ECDSA_WITH_SHA256 =
      Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));

  /** What a certificate is good for. */
  private enum Purpose {
    AUTHORITY,
    SERVER,
    CLIENT
  }

  private final Identity identity;

  private CertificateAuthority(Identity identity) {
    this.identity = identity;
  }

  /** The authority kept in a directory, made when there is none yet. */
  public static CertificateAuthority in(Path directory) {
    Path certificate = directory.resolve("server-ca.crt");
    Path key = directory.resolve("server-ca.key");
    try {
      if (Files.exists(certificate) && Files.exists(key)) {
        return new CertificateAuthority(
            new Identity(
                Pem.key(Files.readString(key), "EC"),
                Pem.certificate(Files.readAllBytes(certificate))));
      }
      CertificateAuthority authority = create();
      Files.createDirectories(directory);
      write(key, Pem.of(authority.identity.key()));
      write(certificate, Pem.of(authority.identity.certificate()));
      return authority;
    } catch (IOException | GeneralSecurityException failed) {
      throw new SandboxException("Cannot keep a certificate authority in " + directory, failed);
    }
  }

  public X509Certificate certificate() {
    return identity.certificate();
  }

  /** A certificate for a server on loopback, valid until then. */
  public Identity server(Instant until) {
    return issue(ellipticKeys(), name("kube-apiserver", List.of()), Purpose.SERVER, until);
  }

  /** A certificate that makes its bearer a user in some groups. */
  public Identity client(String user, List<String> groups) {
    return issue(rsaKeys(), name(user, groups), Purpose.CLIENT, Instant.now().plus(LIFETIME));
  }

  /** Whether this authority gave out the certificate, and it is valid now. */
  public boolean vouchesFor(X509Certificate certificate) {
    try {
      certificate.verify(identity.certificate().getPublicKey());
      certificate.checkValidity();
      return true;
    } catch (GeneralSecurityException stranger) {
      return false;
    }
  }

  private static CertificateAuthority create() throws GeneralSecurityException {
    KeyPair keys = ellipticKeys();
    byte[] name = name("rke2-server-ca@" + Instant.now().getEpochSecond(), List.of());
    X509Certificate certificate =
        sign(
            keys.getPrivate(),
            content(name, name, keys.getPublic(), Purpose.AUTHORITY, Instant.now().plus(LIFETIME)));
    return new CertificateAuthority(new Identity(keys.getPrivate(), certificate));
  }

  private Identity issue(KeyPair keys, byte[] subject, Purpose purpose, Instant until) {
    try {
      byte[] issuer = identity.certificate().getSubjectX500Principal().getEncoded();
      return new Identity(
          keys.getPrivate(),
          sign(identity.key(), content(issuer, subject, keys.getPublic(), purpose, until)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static X509Certificate sign(PrivateKey signer, byte[] content)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(signer);
    signature.update(content);
    return Pem.certificate(Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(0, signature.sign())));
  }

  /** The TBSCertificate of RFC 5280. */
  private static byte[] content(
      byte[] issuer, byte[] subject, PublicKey key, Purpose purpose, Instant until)
      throws GeneralSecurityException {
    Instant now = Instant.now();
    Instant from =
        (until.isBefore(now) ? until.minus(Duration.ofDays(365)) : now).minus(CLOCK_SKEW);
    return Der.sequence(
        Der.explicit(0, Der.integer(BigInteger.TWO)),
        Der.integer(new BigInteger(120, new SecureRandom()).setBit(64)),
        ECDSA_WITH_SHA256,
        issuer,
        Der.sequence(Der.time(from), Der.time(until)),
        subject,
        key.getEncoded(),
        Der.explicit(3, extensions(purpose)));
  }

  private static byte[] extensions(Purpose purpose) throws GeneralSecurityException {
    return switch (purpose) {
      case AUTHORITY ->
          Der.sequence(
              extension("2.5.29.19", true, Der.sequence(Der.truth())),
              extension("2.5.29.15", true, Der.bits(1, new byte[] {0x06})));
      case SERVER ->
          Der.sequence(
              usage("1.3.6.1.5.5.7.3.1"), extension("2.5.29.17", false, alternativeNames()));
      case CLIENT -> Der.sequence(usage("1.3.6.1.5.5.7.3.2"));
    };
  }

  private static byte[] usage(String purpose) {
    return extension("2.5.29.37", false, Der.sequence(Der.identifier(purpose)));
  }

  private static byte[] extension(String identifier, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.identifier(identifier), Der.truth(), Der.octets(value))
        : Der.sequence(Der.identifier(identifier), Der.octets(value));
  }

  private static byte[] alternativeNames() throws GeneralSecurityException {
    try {
      return Der.sequence(
          Der.implicit(7, InetAddress.getByName("127.0.0.1").getAddress()),
          Der.implicit(7, InetAddress.getByName("::1").getAddress()),
          dns("localhost"),
          dns("kubernetes"),
          dns("kubernetes.default.svc"));
    } catch (IOException impossible) {
      throw new GeneralSecurityException(impossible);
    }
  }

  private static byte[] dns(String name) {
    return Der.implicit(2, name.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] name(String commonName, List<String> organizations) {
    List<byte[]> parts = new ArrayList<>();
    organizations.forEach(organization -> parts.add(attribute("2.5.4.10", organization)));
    parts.add(attribute("2.5.4.3", commonName));
    return Der.sequence(parts.toArray(byte[][]::new));
  }

  private static byte[] attribute(String identifier, String value) {
    return Der.set(Der.sequence(Der.identifier(identifier), Der.utf8(value)));
  }

  private static KeyPair ellipticKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static KeyPair rsaKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void write(Path file, String content) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content);
  }
}
