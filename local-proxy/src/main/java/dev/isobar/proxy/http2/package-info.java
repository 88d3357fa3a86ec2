/**
 * Heads of HTTP/2 read into, and written from, the form that heads have in HTTP/1.1. What hides in the gap between the
 * two versions is refused here, before anything is routed.
 */
@NullMarked
package dev.isobar.proxy.http2;

import org.jspecify.annotations.NullMarked;
