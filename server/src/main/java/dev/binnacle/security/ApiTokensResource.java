package dev.binnacle.security;

import dev.binnacle.api.ApiTokensApi;
import dev.binnacle.api.model.CreateApiTokenRequest;
import dev.binnacle.api.model.UpdateApiTokenRequest;
import dev.binnacle.http.Answers;
import dev.binnacle.http.CurrentRequest;
import dev.binnacle.http.Cursors;
import dev.binnacle.http.EntityTags;
import dev.binnacle.identity.Caller;
import dev.binnacle.security.ApiTokenQueries.Position;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** API tokens over HTTP. */
@ApplicationScoped
public class ApiTokensResource implements ApiTokensApi {

  private static final String PATH = "/api/v1/api-tokens/";

  private final ApiTokens tokens;
  private final ApiTokenQueries queries;
  private final CurrentRequest currentRequest;
  private final Answers answers;

  /** Required by CDI. */
  protected ApiTokensResource() {
    this(null, null, null, null);
  }

  /** A resource over its parts. */
  @Inject
  public ApiTokensResource(
      ApiTokens tokens, ApiTokenQueries queries, CurrentRequest currentRequest, Answers answers) {
    this.tokens = tokens;
    this.queries = queries;
    this.currentRequest = currentRequest;
    this.answers = answers;
  }

  @Override
  public CompletionStage<Response> createApiToken(
      CreateApiTokenRequest createApiTokenRequest, String idempotencyKey) {
    var caller = currentRequest.get().caller();
    return answers.of(() -> {
      var issued = tokens.create(ApiTokenMapper.asked(createApiTokenRequest), caller);
      return Response.created(URI.create(PATH + issued.token().id()))
          .header(HttpHeaders.ETAG, EntityTags.of(issued.token().version()))
          .entity(ApiTokenMapper.issued(issued))
          .build();
    });
  }

  @Override
  public CompletionStage<Response> getApiToken(UUID apiTokenId, String ifNoneMatch) {
    var caller = currentRequest.get().caller();
    return answers.of(() -> {
      var token = queries.find(apiTokenId, caller).orElseThrow(() -> ApiTokens.unknown(apiTokenId));
      return EntityTags.noneMatchNames(ifNoneMatch, token.version())
          ? Response.notModified().header(HttpHeaders.ETAG, EntityTags.of(token.version())).build()
          : whole(token);
    });
  }

  @Override
  public CompletionStage<Response> listApiTokens(Integer limit, String cursor) {
    var caller = currentRequest.get().caller();
    return answers.of(() -> {
      var scope = scope(caller);
      var found = queries.list(caller, Cursors.read(cursor, scope, Position.class), limit + 1);
      var page = found.stream().limit(limit).toList();
      var next =
          found.size() > limit
              ? Optional.of(Cursors.write(scope, position(page.getLast())))
              : Optional.<String>empty();
      return Response.ok(ApiTokenMapper.page(page, next)).build();
    });
  }

  @Override
  public CompletionStage<Response> revokeApiToken(UUID apiTokenId, String ifMatch) {
    var caller = currentRequest.get().caller();
    return answers.of(() -> {
      tokens.revoke(apiTokenId, caller, version -> EntityTags.requireMatch(ifMatch, version));
      return Response.noContent().build();
    });
  }

  @Override
  public CompletionStage<Response> updateApiToken(
      UUID apiTokenId, UpdateApiTokenRequest updateApiTokenRequest, String ifMatch) {
    var caller = currentRequest.get().caller();
    return answers.of(() ->
        whole(
            tokens.update(
                apiTokenId,
                Optional.ofNullable(updateApiTokenRequest.getName()),
                Optional.ofNullable(updateApiTokenRequest.getDescription()),
                caller,
                version -> EntityTags.requireMatch(ifMatch, version))));
  }

  private static Response whole(ApiToken token) {
    return Response.ok(ApiTokenMapper.token(token))
        .header(HttpHeaders.ETAG, EntityTags.of(token.version()))
        .build();
  }

  private static List<?> scope(Caller caller) {
    return ApiTokenQueries.seesAll(caller)
        ? List.of("apiTokens")
        : List.of("apiTokens", caller.issuer(), caller.subject());
  }

  private static Position position(ApiToken token) {
    return new Position(token.createdAt(), token.id());
  }
}
