/**
 * Counters that event loops write without locks and that are merged when somebody asks.
 */
@NullMarked
package dev.isobar.proxy.metrics;

import org.jspecify.annotations.NullMarked;
