package dev.binnacle.http;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.constraints.Size;

/**
 * Counts the characters of a text as JSON Schema does (RFC 8259 characters, which are code points;
 * JSON Schema Validation 6.3.1), where Bean Validation would count a character beyond the basic
 * plane as two. Named in {@code META-INF/constraints.xml}.
 */
public final class CharactersOfText implements ConstraintValidator<Size, String> {

  private int min;
  private int max;

  @Override
  public void initialize(Size size) {
    min = size.min();
    max = size.max();
  }

  @Override
  public boolean isValid(String text, ConstraintValidatorContext context) {
    if (text == null) {
      return true;
    }
    int characters = text.codePointCount(0, text.length());
    return min <= characters && characters <= max;
  }
}
