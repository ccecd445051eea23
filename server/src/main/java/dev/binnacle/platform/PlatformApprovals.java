package dev.binnacle.platform;

import dev.binnacle.operations.ApprovalPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The procedures that the platform description puts under approval. */
@ApplicationScoped
public class PlatformApprovals implements ApprovalPolicy {

  private final CurrentPlatform platform;

  /** Required by CDI. */
  protected PlatformApprovals() {
    this(null);
  }

  /** Approvals as the description in force demands them. */
  @Inject
  public PlatformApprovals(CurrentPlatform platform) {
    this.platform = platform;
  }

  @Override
  public boolean required(String kind) {
    return platform.description().approvals().procedures().contains(kind);
  }
}
