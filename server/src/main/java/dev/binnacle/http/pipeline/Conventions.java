package dev.binnacle.http.pipeline;

import dev.binnacle.http.Anonymous;
import dev.binnacle.http.Answers;
import dev.binnacle.http.BearerVerifier;
import dev.binnacle.http.ChangeRefused;
import dev.binnacle.http.CurrentRequest;
import dev.binnacle.http.OperationName;
import dev.binnacle.http.authentication.AuthenticationFilter;
import dev.binnacle.http.idempotency.IdempotencyFilter;
import dev.binnacle.http.idempotency.IdempotencyKeys;
import dev.binnacle.http.quotas.Quotas;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Puts in front of each resource method what the contract demands of its operation: a caller,
 * quota, the required role, parameters that can be something, and safety of repetition; and behind
 * each that changes something, word of its refusals. The one place where roles are enforced; a
 * method that the contract does not know fails the deployment.
 */
@ApplicationScoped
public class Conventions implements DynamicFeature {

  private static final int NAMING = Priorities.AUTHENTICATION - 10;
  private static final int AUTHENTICATION = Priorities.AUTHENTICATION;
  private static final int QUOTA = Priorities.AUTHENTICATION + 10;
  private static final int AUTHORIZATION = Priorities.AUTHORIZATION;
  private static final int PARAMETERS = Priorities.AUTHORIZATION + 5;
  private static final int IDEMPOTENCY = Priorities.AUTHORIZATION + 10;

  /** Answers meet the highest priority first: before failures are made documents. */
  private static final int NOTICE = Priorities.USER + 10;

  private final Contract contract = Contract.bundled();
  private final Instance<BearerVerifier> verifiers;
  private final Quotas quotas;
  private final IdempotencyKeys idempotencyKeys;
  private final CurrentRequest currentRequest;
  private final Event<ChangeRefused> refused;
  private final Answers answers;

  /** Required by CDI. */
  protected Conventions() {
    this(null, null, null, null, null, null);
  }

  /** The conventions over the parts that keep them. */
  @Inject
  public Conventions(
      @Any Instance<BearerVerifier> verifiers,
      Quotas quotas,
      IdempotencyKeys idempotencyKeys,
      CurrentRequest currentRequest,
      Event<ChangeRefused> refused,
      Answers answers) {
    this.verifiers = verifiers;
    this.quotas = quotas;
    this.idempotencyKeys = idempotencyKeys;
    this.currentRequest = currentRequest;
    this.refused = refused;
    this.answers = answers;
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    var method = resource.getResourceMethod();
    if (madeByJersey(resource)) {
      return;
    }
    if (method.isAnnotationPresent(Anonymous.class)) {
      context.register(new OperationFilter(method.getName()), NAMING);
      return;
    }
    var operation =
        contract
            .operation(operationId(method))
            .orElseThrow(
                () -> new IllegalStateException(method + " answers no operation of the contract"));
    context
        .register(new OperationFilter(operation.id()), NAMING)
        .register(new AuthenticationFilter(verifiers, quotas, currentRequest), AUTHENTICATION)
        .register(new QuotaFilter(quotas, currentRequest), QUOTA)
        .register(new AuthorizationFilter(operation.requiredRole(), currentRequest), AUTHORIZATION)
        .register(new ParameterFilter(), PARAMETERS);
    if (operation.changing()) {
      context.register(new RefusalNotice(operation.id(), refused, answers), NOTICE);
    }
    if (operation.idempotent()) {
      context.register(new IdempotencyFilter(idempotencyKeys, currentRequest), IDEMPOTENCY);
    }
  }

  private static String operationId(Method method) {
    return Optional.ofNullable(method.getAnnotation(OperationName.class))
        .map(OperationName::value)
        .orElse(method.getName());
  }

  /** The methods that answer OPTIONS: they tell what Allow tells anyone. */
  private static boolean madeByJersey(ResourceInfo resource) {
    return resource.getResourceClass().getName().startsWith("org.glassfish.jersey.");
  }
}
