/** The description of the API, as far as clients read it before they write. */
package dev.binnacle.sandbox.kubernetes.apiserver.openapi;
