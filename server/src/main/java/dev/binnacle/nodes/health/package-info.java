/** How clusters and nodes are, decided on what was seen of them. Pure. */
package dev.binnacle.nodes.health;
