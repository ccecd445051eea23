/** Creating, changing and deleting. */
package dev.binnacle.sandbox.kubernetes.apiserver.write;
