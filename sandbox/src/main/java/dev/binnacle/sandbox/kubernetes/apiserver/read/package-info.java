/** Getting, listing and watching. */
package dev.binnacle.sandbox.kubernetes.apiserver.read;
