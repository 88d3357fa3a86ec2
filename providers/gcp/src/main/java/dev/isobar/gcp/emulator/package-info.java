/**
 * The management API of Compute Engine for load balancing, on loopback: with the wire format, the checks, the errors
 * and the asynchronous operations of the service, so that its real clients can be pointed at it.
 */
@NullMarked
package dev.isobar.gcp.emulator;

import org.jspecify.annotations.NullMarked;
