package dev.binnacle.sandbox.kubernetes.apiserver.write;

import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;

/**
 * Under which name a caller's changes are booked. Source: kubernetes
 * staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go (managerOrUserAgent).
 */
final class Manager {
  private static final int LONGEST = 128;

  private Manager() {}

  /** The parameter fieldManager, or the program's name from its User-Agent. */
  static String of(ApiRequest request) {
    return request.query().first("fieldManager").orElseGet(() -> program(request));
  }

  private static String program(ApiRequest request) {
    String name = request.header("user-agent").split("/")[0];
    return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
  }
}
