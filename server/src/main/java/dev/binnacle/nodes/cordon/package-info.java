/**
 * Taking a node out of scheduling and giving it back: the two short procedures, and what every
 * procedure on a node shares with them.
 */
package dev.binnacle.nodes.cordon;
