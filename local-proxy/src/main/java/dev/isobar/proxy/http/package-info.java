/**
 * HTTP/1.1 messages as bytes: strict reading of heads and bodies, and writing of heads. Knows neither sockets nor Netty.
 */
@NullMarked
package dev.isobar.proxy.http;

import org.jspecify.annotations.NullMarked;
