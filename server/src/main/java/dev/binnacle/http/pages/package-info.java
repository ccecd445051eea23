/**
 * What is outside the API: documentation, problem pages, health, metrics, and everything unknown.
 */
package dev.binnacle.http.pages;
