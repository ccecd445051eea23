package dev.binnacle.store;

import java.util.List;

/** Named by each package that stores something: how the store learns entities it may not know. */
public interface EntityClasses {

  /** The JPA entity classes of the package. */
  List<Class<?>> classes();
}
