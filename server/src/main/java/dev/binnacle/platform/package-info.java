/**
 * What is out there: the platform description and, below this package, one package per component
 * that speaks its protocol and nothing else. Every call passes a {@link ComponentEdge}.
 */
package dev.binnacle.platform;
