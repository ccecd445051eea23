package dev.binnacle.http.pipeline;

import dev.binnacle.http.ApiJson;
import dev.binnacle.http.failures.BodyReading;
import dev.binnacle.http.failures.FailureRendering;
import dev.binnacle.http.failures.ProblemMappers;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The API as JAX-RS sees it: every CDI bean that has a path is a resource, and the classes of the
 * pipeline are its providers. Naming them switches off scanning, which would take the generated
 * interfaces for resources.
 */
@ApplicationPath(ApiApplication.PATH)
public class ApiApplication extends Application {

  /** Where the API begins. */
  public static final String PATH = "/api/v1";

  private static final List<Class<?>> PROVIDERS =
      List.of(
          ApiJson.class,
          BodyLimit.class,
          BodyReading.class,
          Conventions.class,
          AnswerHeaders.class,
          FailureRendering.class,
          ParameterValues.class);

  @Override
  public Set<Class<?>> getClasses() {
    var classes = new LinkedHashSet<>(PROVIDERS);
    classes.addAll(ProblemMappers.CLASSES);
    CDI.current().getBeanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
        .map(Bean::getBeanClass)
        .filter(ApiApplication::hasPath)
        .forEach(classes::add);
    return classes;
  }

  private static boolean hasPath(Class<?> type) {
    return type.isAnnotationPresent(Path.class)
        || Arrays.stream(type.getInterfaces())
            .anyMatch(face -> face.isAnnotationPresent(Path.class));
  }

  @Override
  public Map<String, Object> getProperties() {
    return Map.of(
        // The generated models carry Jackson's annotations, not JSON-B's.
        "jersey.config.jsonFeature", "JacksonFeature",
        "jersey.config.server.wadl.disableWadl", true,
        // Locations are paths, so that they are right behind any proxy.
        "jersey.config.server.headers.location.relative.resolution.disabled", true);
  }
}
