package dev.binnacle.sandbox.kubernetes.cluster.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A node as its fields say.
 *
 * @param json the whole object, not to be changed through this record
 */
public record Node(ObjectNode json) {
  public Meta meta() {
    return new Meta(json);
  }

  public String name() {
    return meta().name();
  }

  public boolean isCordoned() {
    return json.path("spec").path("unschedulable").asBoolean();
  }

  public List<Taint> taints() {
    List<Taint> taints = new ArrayList<>();
    json.path("spec").path("taints").forEach(taint -> taints.add(Taint.read(taint)));
    return taints;
  }

  public boolean isReady() {
    return new Conditions(json).isTrue("Ready");
  }

  /** What pods may request of a resource, in thousandths of its unit. */
  public long allocatable(String resource) {
    return Quantity.milli(json.path("status").path("allocatable").path(resource));
  }

  public String internalAddress() {
    for (var address : json.path("status").path("addresses")) {
      if (address.path("type").asText().equals("InternalIP")) {
        return address.path("address").asText();
      }
    }
    return "";
  }

  /** The range of addresses of its pods, without its last number: "10.42.3.". */
  public String podAddressPrefix() {
    String range = json.path("spec").path("podCIDR").asText("10.42.0.0/24");
    return range.substring(0, range.lastIndexOf('.') + 1);
  }
}
