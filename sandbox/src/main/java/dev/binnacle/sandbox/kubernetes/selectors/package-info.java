/** Label selectors and field selectors as the query parameters of the API write them. */
package dev.binnacle.sandbox.kubernetes.selectors;
