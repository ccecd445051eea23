package dev.binnacle.platform.postgresql;

/** Finds the constant behind a word of PostgreSQL's. */
final class Words {

  private Words() {}

  static <E extends Enum<E>> E find(E[] constants, String name, E otherwise) {
    for (var constant : constants) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    return otherwise;
  }
}
