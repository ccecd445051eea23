package dev.binnacle.platform.kubernetes;

/** One pod and no successor of it: a later pod of the same name has another uid. */
public record PodReference(String namespace, String name, String uid) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
