package dev.binnacle.platform.kubernetes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An answer that goes on, line by line. Closing it from another thread ends the reading. */
final class ApiStream implements AutoCloseable {

  private final InputStream body;
  private final BufferedReader lines;

  ApiStream(InputStream body) {
    this.body = body;
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /** Waits for the next line; empty when the server has ended the answer. */
  Optional<String> next() throws IOException {
    return Optional.ofNullable(lines.readLine());
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException alreadyBroken) {
      // There is nothing left to close.
    }
  }
}
