/**
 * What all resources share: problems on the wire, authentication and authorisation, request ids,
 * idempotency, ETags, paging, preferences, rate limits, and the pages outside the API.
 */
package dev.binnacle.http;
