/**
 * The model made ready to serve: one immutable snapshot, and the state of targets that outlives it.
 */
@NullMarked
package dev.isobar.proxy.snapshot;

import org.jspecify.annotations.NullMarked;
