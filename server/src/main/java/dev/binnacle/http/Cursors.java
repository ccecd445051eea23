package dev.binnacle.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Opaque cursors: the last row's position, bound to the list, filters and order it belongs to. */
public final class Cursors {

  private record Envelope(int list, String position) {}

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
      var envelope =
          Json.mapper().readValue(Base64.getUrlDecoder().decode(cursor), Envelope.class);
      if (envelope == null
          || envelope.position() == null
          || envelope.list() != fingerprint(scope)) {
        throw invalid();
      }
      return Optional.of(Json.mapper().readValue(envelope.position(), positionType));
    } catch (IllegalArgumentException | JsonProcessingException foreign) {
      throw invalid();
    } catch (java.io.IOException foreign) {
      throw invalid();
    }
  }

  private static int fingerprint(List<?> scope) {
    return Objects.hash(scope.stream().map(Json::write).toArray());
  }

  private static RuntimeException invalid() {
    return Problem.of(
            ProblemCode.INVALID_CURSOR, "The cursor does not belong to this list and filter.")
        .withErrors(List.of(Problem.Violation.of("cursor", "not a cursor of this list")))
        .withRemedy("Start again without a cursor.")
        .asException();
  }
}
