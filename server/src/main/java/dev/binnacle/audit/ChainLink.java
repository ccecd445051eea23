package dev.binnacle.audit;

/**
 * A place in the chain: the head of the log, or an entry that somebody wrote down elsewhere.
 *
 * @param sequence the entry's number, 0 before the first
 * @param hash the entry's hash, in lower-case hex
 */
public record ChainLink(long sequence, String hash) {}
