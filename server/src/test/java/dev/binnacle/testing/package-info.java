/** What the integration tests share: a real platform, servers on it, and ways to talk to them. */
package dev.binnacle.testing;
