package dev.binnacle.sandbox.kubernetes.cluster;

import dev.binnacle.sandbox.kubernetes.cluster.controllers.AttachmentController;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.DaemonSetController;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.DeploymentController;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.DisruptionController;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.EndpointsController;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.EventRetention;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.GarbageCollector;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.JobController;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.NamespaceController;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.NodeLifecycleController;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.PodCollector;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.ReplicaSetController;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.StatefulSetController;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.TaintEvictionController;
import dev.binnacle.sandbox.kubernetes.cluster.controllers.VolumeController;
import dev.binnacle.sandbox.kubernetes.cluster.kubelet.EtcdMembers;
import dev.binnacle.sandbox.kubernetes.cluster.kubelet.Heartbeats;
import dev.binnacle.sandbox.kubernetes.cluster.kubelet.KubeletController;
import dev.binnacle.sandbox.kubernetes.cluster.kubelet.MirrorPods;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.TroubleWatch;
import dev.binnacle.sandbox.kubernetes.cluster.scheduling.Preference;
import dev.binnacle.sandbox.kubernetes.cluster.scheduling.Scheduler;
import java.util.List;
import java.util.random.RandomGenerator;

/** All controllers, the scheduler and the kubelets of one cluster. */
public final class Residents {
  private Residents() {}

  /**
   * New ones, to be added to one loop.
   *
   * @param random gives the names of pods
   */
  public static List<Controller> of(
      ControlPlane plane, Preference preference, RandomGenerator random) {
    return List.of(
        new EventRetention(plane.events()),
        new NamespaceController(plane),
        new NodeLifecycleController(plane),
        new TaintEvictionController(plane),
        new DeploymentController(plane),
        new ReplicaSetController(plane, random),
        new StatefulSetController(plane),
        new DaemonSetController(plane, random),
        new JobController(plane, random),
        new TroubleWatch(new DisruptionController(plane), plane.troubles()),
        new EndpointsController(plane),
        new VolumeController(plane),
        new AttachmentController(plane),
        new GarbageCollector(plane),
        new PodCollector(plane),
        new Scheduler(plane, preference),
        new TroubleWatch(new KubeletController(plane), plane.troubles()),
        new TroubleWatch(new Heartbeats(plane), plane.troubles()),
        new TroubleWatch(new EtcdMembers(plane), plane.troubles()),
        new MirrorPods(plane));
  }
}
