/**
 * Changes to objects: the four kinds of patches, and the bookkeeping of who manages which field.
 */
package dev.binnacle.sandbox.kubernetes.apiserver.patch;
