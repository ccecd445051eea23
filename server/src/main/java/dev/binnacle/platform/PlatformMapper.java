package dev.binnacle.platform;

import dev.binnacle.api.model.BreakerState;
import dev.binnacle.api.model.ComponentType;
import dev.binnacle.api.model.LastCall;
import dev.binnacle.api.model.Platform;
import dev.binnacle.api.model.PlatformComponent;
import dev.binnacle.api.model.PlatformEndpoint;
import dev.binnacle.api.model.PrincipalKind;
import dev.binnacle.api.model.Role;
import dev.binnacle.api.model.Site;
import dev.binnacle.identity.Caller;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Turns the platform's records into the contract's shapes. */
final class PlatformMapper {

  private PlatformMapper() {}

  static Platform toApi(PlatformOverview overview) {
    return new Platform()
        .sites(
            overview.sites().stream()
                .map(site ->
                    new Site().name(site.name()).description(site.description().orElse(null)))
                .toList())
        .components(overview.components().stream().map(PlatformMapper::toApi).toList());
  }

  static dev.binnacle.api.model.Caller toApi(Caller caller) {
    return new dev.binnacle.api.model.Caller()
        .subject(caller.subject())
        .issuer(caller.kind() == Caller.Kind.OIDC ? caller.issuer() : null)
        .kind(PrincipalKind.fromString(caller.kind().name()))
        .apiTokenName(caller.apiTokenName().orElse(null))
        .roles(caller.roles().stream().sorted().map(role -> Role.fromString(role.name())).toList());
  }

  private static PlatformComponent toApi(ComponentStatus status) {
    return new PlatformComponent()
        .type(ComponentType.fromString(status.component().type().name()))
        .name(status.component().name())
        .site(status.component().site())
        .endpoints(status.endpoints())
        .calls(status.calls().stream().map(PlatformMapper::toApi).toList())
        .breaker(BreakerState.fromString(status.breaker().name()))
        .lastCall(LastCall.fromString(status.lastCall().name()))
        .lastAnsweredAt(status.lastAnsweredAt().map(PlatformMapper::toApi).orElse(null))
        .lastFailure(status.lastFailure().orElse(null));
  }

  private static PlatformEndpoint toApi(EdgeFacts edge) {
    return new PlatformEndpoint()
        .endpoint(edge.endpoint())
        .breaker(BreakerState.fromString(edge.breaker().name()))
        .lastCall(edge.lastFailure().isPresent() ? LastCall.FAILED : LastCall.ANSWERED)
        .lastCallAt(edge.lastCallAt().map(PlatformMapper::toApi).orElse(null))
        .lastAnsweredAt(edge.lastAnsweredAt().map(PlatformMapper::toApi).orElse(null))
        .lastFailure(edge.lastFailure().orElse(null));
  }

  private static OffsetDateTime toApi(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
