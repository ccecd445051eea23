package dev.binnacle.http.failures;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.ws.rs.core.NoContentException;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.CharConversionException;
import java.io.IOException;

/** Tells callers where their body cannot be read. Here, because only here is it their fault. */
public final class BodyReading implements ReaderInterceptor {

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    try {
      return context.proceed();
    } catch (JsonProcessingException unreadable) {
      throw BodyProblems.of(unreadable).asException();
    } catch (NoContentException | CharConversionException unreadable) {
      throw Problem.of(ProblemCode.MALFORMED_REQUEST, "The body is not JSON.")
          .withRemedy("Send JSON in UTF-8.")
          .asException();
    }
  }
}
