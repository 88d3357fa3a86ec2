/**
 * The management APIs of Elastic Load Balancing, and what a driver needs of Certificate Manager and EC2, on loopback:
 * with the wire format, the checks and the errors of the service, so that its real clients can be pointed at it.
 */
@NullMarked
package dev.isobar.aws.emulator;

import org.jspecify.annotations.NullMarked;
