package dev.binnacle.sandbox;

import java.nio.file.Path;
import java.util.Optional;

/** The launcher's main with the stand-in for the server: state directory, port, Patroni's ports. */
final class LauncherUnderTest {
  private LauncherUnderTest() {}

  public static void main(String[] arguments) {
    LauncherSettings settings =
        new LauncherSettings(
            ProjectRoot.find(),
            Optional.of(Path.of(arguments[0])),
            TestJvm.command(StandInServer.class),
            Integer.parseInt(arguments[1]),
            TestPorts.RANGE,
            PatroniPorts.free(TestPorts.RANGE, 3),
            RedisSettings.freePorts(TestPorts.RANGE),
            TestPorts.RANGE,
            1);
    System.exit(new Launcher(settings, System.out).run());
  }
}
