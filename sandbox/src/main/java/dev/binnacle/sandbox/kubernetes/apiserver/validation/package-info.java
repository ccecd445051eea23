/** What objects have to be like to be stored. */
package dev.binnacle.sandbox.kubernetes.apiserver.validation;
