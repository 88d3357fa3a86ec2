/**
 * The access log: its lines, and the thread that writes them.
 */
@NullMarked
package dev.isobar.proxy.log;

import org.jspecify.annotations.NullMarked;
