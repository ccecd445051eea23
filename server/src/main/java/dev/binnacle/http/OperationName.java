package dev.binnacle.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The contract's {@code operationId} of a resource method that cannot bear its name, such as the
 * second of two methods that answer one operation in different media types.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OperationName {

  /** The {@code operationId}. */
  String value();
}
