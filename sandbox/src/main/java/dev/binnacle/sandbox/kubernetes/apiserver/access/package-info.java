/** Who a caller is and what it may do. */
package dev.binnacle.sandbox.kubernetes.apiserver.access;
