package dev.binnacle.operations;

/** Says which procedures need somebody else's approval, whatever the request says. */
public interface ApprovalPolicy {

  /** Whether operations of that kind wait for approval. */
  boolean required(String kind);
}
