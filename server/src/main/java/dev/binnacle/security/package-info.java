/** API tokens: how programs prove who they are without an OIDC issuer. */
package dev.binnacle.security;
