/**
 * The neutral model of a load balancer: records that are valid and in canonical form once constructed. Nothing here
 * reads files, opens sockets or knows a cloud.
 */
@NullMarked
package dev.isobar.model;

import org.jspecify.annotations.NullMarked;
