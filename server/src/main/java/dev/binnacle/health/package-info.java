/** One verdict on something of the platform, and the reasons for it. Pure. */
package dev.binnacle.health;
