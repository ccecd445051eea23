package dev.binnacle.http.pipeline;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** Reads timestamps in parameters, which JAX-RS does not by itself. */
public final class Timestamps implements ParamConverterProvider {

  @Override
  public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
    return type == OffsetDateTime.class ? new Converter<>(type) : null;
  }

  private record Converter<T>(Class<T> type) implements ParamConverter<T> {

    @Override
    public T fromString(String text) {
      if (text == null) {
        return null;
      }
      try {
        return type.cast(OffsetDateTime.parse(text));
      } catch (DateTimeException foreign) {
        throw new IllegalArgumentException("not a timestamp", foreign);
      }
    }

    @Override
    public String toString(T timestamp) {
      return timestamp.toString();
    }
  }
}
