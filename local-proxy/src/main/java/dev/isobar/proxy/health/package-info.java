/**
 * Whether targets are fit: probes, and the thresholds that turn their results into a state.
 */
@NullMarked
package dev.isobar.proxy.health;

import org.jspecify.annotations.NullMarked;
