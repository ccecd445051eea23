/** How many requests a caller may make, and how many failed authentications an address. */
package dev.binnacle.http.quotas;
