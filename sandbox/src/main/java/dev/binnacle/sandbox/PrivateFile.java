package dev.binnacle.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** Files with secrets: readable by their owner only, from their first byte on. */
final class PrivateFile {
  private PrivateFile() {}

  /** Replaces the file in one step: a reader sees the old or the new text, never a part. */
  static void write(Path file, String text) throws IOException {
    Path fresh =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            ".private",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text, StandardCharsets.UTF_8);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The secret kept in a file; made and kept when the file does not exist. */
  static String readOrCreate(Path file, Supplier<String> secret) {
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        write(file, secret.get());
      }
      return Files.readString(file).strip();
    } catch (FileAlreadyExistsException e) {
      throw new SandboxException(e.getMessage() + " is not a directory", e);
    } catch (IOException e) {
      throw new SandboxException("Cannot keep the secret " + file, e);
    }
  }
}
