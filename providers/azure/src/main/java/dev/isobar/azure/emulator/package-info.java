/**
 * Azure Resource Manager for load-balancing resources, on loopback: with the wire format, the checks and the errors of
 * the service, so that its real clients can be pointed at it.
 *
 * <p>There are application gateways, load balancers and public addresses; virtual networks, network interfaces and
 * resource groups are given and only read. Not there: gateways of the first generation, Basic and gateway load balancers,
 * firewall policies, private links, start and stop. Names of properties and values are taken in their own case only,
 * where the service takes any. Codes of errors are the service's where a source is named; where none was found, they are
 * made in its manner, and a client should not tell them apart.
 */
@NullMarked
package dev.isobar.azure.emulator;

import org.jspecify.annotations.NullMarked;
