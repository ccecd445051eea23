package dev.binnacle.sandbox.kubernetes;

import dev.binnacle.sandbox.PortRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What cluster to simulate.
 *
 * @param ports where the API server looks for a free port
 * @param state where the cluster is kept beyond the process; without it, it ends with the simulator
 * @param faults what is wrong from the start
 * @param controlPlanes the number of nodes with control plane and etcd
 * @param workers the number of the other nodes
 */
public record SimulatorSettings(
    PortRange ports,
    Optional<Path> state,
    List<Fault> faults,
    Pace pace,
    int controlPlanes,
    int workers) {
  public SimulatorSettings {
    faults = List.copyOf(faults);
    if (controlPlanes < 1 || workers < 0) {
      throw new IllegalArgumentException("A cluster has a control plane");
    }
  }

  /** Three control planes and six workers, brisk, without faults, kept nowhere. */
  public static SimulatorSettings usual() {
    return new SimulatorSettings(
        PortRange.usual(), Optional.empty(), List.of(), Pace.brisk(), 3, 6);
  }

  public SimulatorSettings withPorts(PortRange range) {
    return new SimulatorSettings(range, state, faults, pace, controlPlanes, workers);
  }

  public SimulatorSettings withState(Path directory) {
    return new SimulatorSettings(
        ports, Optional.of(directory), faults, pace, controlPlanes, workers);
  }

  public SimulatorSettings withFaults(List<Fault> initial) {
    return new SimulatorSettings(ports, state, initial, pace, controlPlanes, workers);
  }

  public SimulatorSettings withPace(Pace other) {
    return new SimulatorSettings(ports, state, faults, other, controlPlanes, workers);
  }

  public SimulatorSettings withSize(int numberOfControlPlanes, int numberOfWorkers) {
    return new SimulatorSettings(
        ports, state, faults, pace, numberOfControlPlanes, numberOfWorkers);
  }
}
