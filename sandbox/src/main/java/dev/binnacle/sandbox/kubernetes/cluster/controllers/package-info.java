/**
 * The controllers of kube-controller-manager, with the real rules. Each names the file of
 * kubernetes/kubernetes that its rules are from.
 */
package dev.binnacle.sandbox.kubernetes.cluster.controllers;
