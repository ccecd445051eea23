package dev.binnacle.security;

import dev.binnacle.store.EntityClasses;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Names this package's entities to the store. */
@ApplicationScoped
class SecurityEntities implements EntityClasses {
  @Override
  public List<Class<?>> classes() {
    return List.of(ApiTokenEntity.class);
  }
}
