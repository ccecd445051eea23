/** Which resources are served, under which paths. */
package dev.binnacle.sandbox.kubernetes.apiserver.catalog;
