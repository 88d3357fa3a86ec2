/**
 * Azure Resource Manager for load-balancing resources, on loopback: with the wire format, the checks and the errors of
 * the service, so that its real clients can be pointed at it.
 */
@NullMarked
package dev.isobar.azure.emulator;

import org.jspecify.annotations.NullMarked;
