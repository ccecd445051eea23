/** Who the caller is: bearer tokens, and those of OpenID Connect issuers. */
package dev.binnacle.http.authentication;
