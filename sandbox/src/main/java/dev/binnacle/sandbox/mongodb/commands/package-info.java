/** The commands that a simulated member answers, in the shapes of the server manual. */
package dev.binnacle.sandbox.mongodb.commands;
