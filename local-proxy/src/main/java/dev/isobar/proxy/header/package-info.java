/**
 * The PROXY protocol: a header before everything else on a connection, that tells who the client is.
 *
 * @see <a href="https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt">The PROXY protocol, versions 1 and 2</a>
 */
@NullMarked
package dev.isobar.proxy.header;

import org.jspecify.annotations.NullMarked;
