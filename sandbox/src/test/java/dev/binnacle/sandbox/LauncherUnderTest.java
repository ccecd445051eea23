package dev.binnacle.sandbox;

import java.nio.file.Path;
import java.util.Optional;

/** The launcher's main with the stand-in for the server: state directory, port, Patroni's ports. */
final class LauncherUnderTest {
  private static final int PARTS = 6;

  private LauncherUnderTest() {}

  public static void main(String[] arguments) {
    LauncherSettings settings =
        new LauncherSettings(
            ProjectRoot.find(),
            Optional.of(Path.of(arguments[0])),
            TestJvm.command(StandInServer.class),
            Integer.parseInt(arguments[1]),
            part(0),
            PatroniPorts.free(part(1), 3),
            RedisSettings.freePorts(part(2)),
            part(3),
            part(4),
            1);
    System.exit(new Launcher(settings, System.out).run());
  }

  /** A port for the server, which the test chooses before all others are chosen. */
  static int freeHttpPort() {
    return part(5).free(1).getFirst();
  }

  /** Ports that are free now, and taken only later, must not be found free twice. */
  private static PortRange part(int number) {
    int size = (TestPorts.RANGE.last() - TestPorts.RANGE.first() + 1) / PARTS;
    int first = TestPorts.RANGE.first() + number * size;
    return new PortRange(first, first + size - 1);
  }
}
