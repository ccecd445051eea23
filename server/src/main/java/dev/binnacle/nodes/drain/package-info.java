/**
 * The drain of a node: what it would do with every pod ({@link
 * dev.binnacle.nodes.drain.DrainPreview}), whether it may start ({@link
 * dev.binnacle.nodes.drain.DrainGuards}), and its run ({@link
 * dev.binnacle.nodes.drain.DrainSteps}), whose decisions are all in {@link
 * dev.binnacle.nodes.drain.DrainProgress}.
 */
package dev.binnacle.nodes.drain;
