/** Objects as the rows that {@code kubectl get} prints. */
package dev.binnacle.sandbox.kubernetes.apiserver.table;
