package dev.binnacle.http.pipeline;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * Reads {@code true} and {@code false} in parameters and nothing else: JAX-RS by itself takes every
 * other word for false, so that {@code dryRun=yes} would be no dry run.
 */
public final class Booleans implements ParamConverterProvider {

  @Override
  public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
    return type == Boolean.class ? new Converter<>(type) : null;
  }

  private record Converter<T>(Class<T> type) implements ParamConverter<T> {

    @Override
    public T fromString(String text) {
      return switch (text) {
        case null -> null;
        case "true", "false" -> type.cast(Boolean.valueOf(text));
        default -> throw new IllegalArgumentException("neither true nor false");
      };
    }

    @Override
    public String toString(T value) {
      return value.toString();
    }
  }
}
