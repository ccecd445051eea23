package dev.binnacle.sandbox.kubernetes.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Gives services addresses of RKE2's service network, 10.43.0.0/16, and node ports. */
final class ServiceAddresses {
  private static final int FIRST_NODE_PORT = 30_000;
  private static final int NODE_PORTS = 2_768;

  private final ObjectStore store;
  private final Random random = new Random();

  ServiceAddresses(ObjectStore store) {
    this.store = store;
  }

  void assign(ObjectNode service) {
    ObjectNode spec = service.withObjectProperty("spec");
    String type = spec.path("type").asText();
    if (type.equals("ExternalName")) {
      return;
    }
    if (!spec.hasNonNull("clusterIP")) {
      spec.put("clusterIP", freeAddress());
    }
    spec.putArray("clusterIPs").add(spec.path("clusterIP").asText());
    spec.putArray("ipFamilies").add("IPv4");
    Defaults.text(spec, "ipFamilyPolicy", "SingleStack");
    if (type.equals("NodePort") || type.equals("LoadBalancer")) {
      for (JsonNode port : spec.path("ports")) {
        Defaults.number(
            (ObjectNode) port, "nodePort", FIRST_NODE_PORT + random.nextInt(NODE_PORTS));
      }
      Defaults.text(spec, "externalTrafficPolicy", "Cluster");
    }
    service.putObject("status").putObject("loadBalancer");
  }

  private String freeAddress() {
    Set<String> taken = new HashSet<>();
    store
        .listing(ResourceTypes.SERVICES)
        .objects()
        .forEach(service -> taken.add(service.path("spec").path("clusterIP").asText()));
    while (true) {
      String address = "10.43.%d.%d".formatted(random.nextInt(256), 1 + random.nextInt(254));
      if (!taken.contains(address)) {
        return address;
      }
    }
  }
}
