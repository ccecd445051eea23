/**
 * Keeps the examples of the contract true: one story is played on a real server, and what it sent
 * and got is what the contract shows.
 */
package dev.binnacle.contract;
