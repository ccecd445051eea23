package dev.binnacle.store;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method, or every method of a class, is one transaction of the state store, or part of the
 * caller's. Any exception rolls it back. Used in place of {@code
 * jakarta.transaction.Transactional}, for the reason that {@link Transactions} tells.
 */
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface StoreTransaction {}
