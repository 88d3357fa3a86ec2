/**
 * The event loops: connections of clients and to targets, and the exchange of a request between them.
 */
@NullMarked
package dev.isobar.proxy.engine;

import org.jspecify.annotations.NullMarked;
