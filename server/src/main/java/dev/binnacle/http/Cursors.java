package dev.binnacle.http;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Opaque cursors: the last row's position, bound to the list, filters and order it belongs to. */
public final class Cursors {

  /** Half a SHA-256 cannot collide by accident, and keeps the cursor short. */
  private static final int FINGERPRINT_BYTES = 16;

  private record Envelope(String list, String position) {}

  private Cursors() {}

  /**
   * A cursor.
   *
   * @param scope everything that must be the same on the next page: list name, filters, order
   * @param position the last row's place, a record that JSON can carry
   */
  public static String write(List<?> scope, Object position) {
    var envelope = new Envelope(fingerprint(scope), Json.write(position));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Json.write(envelope).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The position behind a cursor, which may be null for the first page.
   *
   * @throws dev.binnacle.problems.ProblemException when it was not made by {@link #write} for the
   *     same scope
   */
  public static <T> Optional<T> read(String cursor, List<?> scope, Class<T> positionType) {
    if (cursor == null) {
      return Optional.empty();
    }
    try {
      var envelope = Json.mapper().readValue(Base64.getUrlDecoder().decode(cursor), Envelope.class);
      if (envelope == null
          || envelope.position() == null
          || !fingerprint(scope).equals(envelope.list())) {
        throw invalid();
      }
      var position = Json.mapper().readValue(envelope.position(), positionType);
      return Optional.of(Optional.ofNullable(position).orElseThrow(Cursors::invalid));
    } catch (IllegalArgumentException | IOException foreign) {
      throw invalid();
    }
  }

  private static String fingerprint(List<?> scope) {
    var digest = Digests.sha256(Json.write(scope).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
  }

  private static RuntimeException invalid() {
    return Problem.of(
            ProblemCode.INVALID_CURSOR, "The cursor does not belong to this list and filter.")
        .withErrors(List.of(Problem.Violation.of("cursor", "not a cursor of this list")))
        .withRemedy("Start again without a cursor.")
        .asException();
  }
}
