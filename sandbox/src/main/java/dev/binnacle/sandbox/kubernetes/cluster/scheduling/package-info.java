/** Where pods may run and where they shall: the filters and the choice of kube-scheduler. */
package dev.binnacle.sandbox.kubernetes.cluster.scheduling;
