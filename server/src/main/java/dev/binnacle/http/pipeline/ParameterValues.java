package dev.binnacle.http.pipeline;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads parameters of the types that JAX-RS reads not at all (timestamps) or too kindly: it takes
 * every word but {@code true} for false, so that {@code dryRun=yes} would be no dry run.
 */
public final class ParameterValues implements ParamConverterProvider {

  private static final Map<Class<?>, Function<String, ?>> READERS =
      Map.of(OffsetDateTime.class, OffsetDateTime::parse, Boolean.class, ParameterValues::truth);

  @Override
  public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
    var reader = READERS.get(type);
    return reader == null ? null : new Converter<>(type, reader);
  }

  private static Boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private record Converter<T>(Class<T> type, Function<String, ?> reader)
      implements ParamConverter<T> {

    @Override
    public T fromString(String text) {
      if (text == null) {
        return null;
      }
      try {
        return type.cast(reader.apply(text));
      } catch (DateTimeException foreign) {
        throw new IllegalArgumentException("not a timestamp", foreign);
      }
    }

    @Override
    public String toString(T value) {
      return value.toString();
    }
  }
}
