/**
 * What the API can do with databases: look at them with one verdict each, and run the procedures
 * that fit their engine.
 */
package dev.binnacle.databases;
