/**
 * The way of a request through the server and of its answer back: the JAX-RS application, what
 * every request passes, and the one place that says which role each operation needs.
 */
package dev.binnacle.http.pipeline;
