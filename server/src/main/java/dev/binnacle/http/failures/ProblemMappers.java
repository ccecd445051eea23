package dev.binnacle.http.failures;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import jakarta.annotation.Priority;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;

/**
 * The exception mappers. One for everything would do, if Jersey did not bring more specific ones of
 * its own, which answer in plain text; those are outbid type by type.
 */
public final class ProblemMappers {

  /** All of them. */
  public static final List<Class<?>> CLASSES =
      List.of(Anything.class, Web.class, Validation.class, Mapping.class, Parsing.class);

  private ProblemMappers() {}

  private abstract static class Mapper<E extends Throwable> implements ExceptionMapper<E> {

    @Override
    public Response toResponse(E thrown) {
      return Failures.of(thrown).answer();
    }
  }

  /** Whatever has no closer mapper. */
  public static final class Anything extends Mapper<Throwable> {}

  /** Answers that JAX-RS itself gives, unless they are no errors. */
  public static final class Web extends Mapper<WebApplicationException> {

    @Override
    public Response toResponse(WebApplicationException thrown) {
      return thrown.getResponse().getStatus() < Response.Status.BAD_REQUEST.getStatusCode()
          ? thrown.getResponse()
          : super.toResponse(thrown);
    }
  }

  /** Bodies and parameters that break a rule of the contract. */
  @Priority(1)
  public static final class Validation extends Mapper<ValidationException> {}

  /** Answers that cannot be written. Requests that cannot be read are {@link BodyReading}'s. */
  @Priority(1)
  public static final class Mapping extends Mapper<JsonMappingException> {}

  /** Like {@link Mapping}. */
  @Priority(1)
  public static final class Parsing extends Mapper<JsonParseException> {}
}
