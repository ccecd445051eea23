package dev.binnacle.platform;

import dev.binnacle.api.PlatformApi;
import dev.binnacle.http.Answers;
import dev.binnacle.http.CurrentRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;

/** The resources about the platform as a whole and about the caller. */
@ApplicationScoped
public class PlatformResource implements PlatformApi {

  private final PlatformOverview overview;
  private final CurrentRequest currentRequest;
  private final Answers answers;

  /** Required by CDI. */
  protected PlatformResource() {
    this(null, null, null);
  }

  /** The resource over its parts. */
  @Inject
  public PlatformResource(
      PlatformOverview overview, CurrentRequest currentRequest, Answers answers) {
    this.overview = overview;
    this.currentRequest = currentRequest;
    this.answers = answers;
  }

  @Override
  public CompletionStage<Response> getPlatform() {
    return answers.of(() -> Response.ok(PlatformMapper.toApi(overview)).build());
  }

  @Override
  public CompletionStage<Response> getCaller() {
    var caller = currentRequest.get().caller();
    return answers.of(() -> Response.ok(PlatformMapper.toApi(caller)).build());
  }
}
