package dev.binnacle.sandbox.kubernetes.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;

/** What the API server passes on to the kubelet of a node. Thread-safe. */
public interface Kubelets {
  /**
   * The log of one container, as bytes of UTF-8 lines. Reading from a followed log waits for the
   * next line, and ends when the container does or the stream is closed.
   *
   * @throws NodeUnreachable when the kubelet of the pod's node does not answer
   * @throws LogUnavailable when the kubelet answers that there is no such log
   */
  InputStream logs(String namespace, String pod, String container, LogOptions options);

  /**
   * What the kubelet's /stats/summary shows.
   *
   * @throws NodeUnreachable when the kubelet does not answer
   */
  ObjectNode statsSummary(String node);
}
