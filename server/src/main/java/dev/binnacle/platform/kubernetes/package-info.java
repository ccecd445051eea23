/**
 * Speaks the Kubernetes API and nothing else. The rest of the server sees the records of this
 * package, never those of the library behind it.
 */
package dev.binnacle.platform.kubernetes;
