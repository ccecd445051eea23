package dev.binnacle.sandbox.kubernetes.apiserver.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A private key and its certificate. */
public record Identity(PrivateKey key, X509Certificate certificate) {}
