package dev.binnacle.nodes.drain;

/** What the caller has to say yes to, because it would be lost. */
public enum Acknowledgement {
  /** The data in emptyDir volumes. */
  DELETE_EMPTY_DIR_DATA,
  /** Pods that nothing makes again. */
  DELETE_PODS_WITHOUT_CONTROLLER
}
