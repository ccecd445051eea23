package dev.binnacle.nodes.cordon;

/**
 * That a node is to be cordoned or uncordoned.
 *
 * @param by the subject of whoever asks for it
 * @param reason why, for the note on the node
 */
public record CordonWish(String by, String reason) {}
