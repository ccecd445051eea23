/** The certificates of a simulated cluster, made in-process. */
package dev.binnacle.sandbox.kubernetes.apiserver.tls;
