package dev.binnacle.operations;

/**
 * What is known of a procedure before anybody asks for it.
 *
 * @param kind in UPPER_SNAKE, unique among procedures
 * @param operationId the contract's operationId of the request that starts it: what the audit log
 *     calls a start
 * @param conflictClass operations of one class exclude each other on one target
 * @param disruptive whether something that works may stop working for a while
 * @param requestType the type of the request
 * @param intentType the type of the intent
 */
public record ProcedureProfile<R, I>(
    String kind,
    String operationId,
    String conflictClass,
    boolean disruptive,
    Class<R> requestType,
    Class<I> intentType) {

  /**
   * The conflict class of whatever changes who serves what, or takes something away for a while.
   */
  public static final String DISRUPTION = "DISRUPTION";

  /** Of a procedure through which something that works may stop working for a while. */
  public static <R, I> ProcedureProfile<R, I> disruptive(
      String kind,
      String operationId,
      String conflictClass,
      Class<R> requestType,
      Class<I> intentType) {
    return new ProcedureProfile<>(kind, operationId, conflictClass, true, requestType, intentType);
  }

  /** Of a procedure that leaves working what works. */
  public static <R, I> ProcedureProfile<R, I> harmless(
      String kind,
      String operationId,
      String conflictClass,
      Class<R> requestType,
      Class<I> intentType) {
    return new ProcedureProfile<>(kind, operationId, conflictClass, false, requestType, intentType);
  }
}
