/**
 * TLS on the side of clients: certificates, and which of them answers.
 */
@NullMarked
package dev.isobar.proxy.tls;

import org.jspecify.annotations.NullMarked;
