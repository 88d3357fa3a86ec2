/**
 * What operators ask: metrics and status.
 */
@NullMarked
package dev.isobar.proxy.admin;

import org.jspecify.annotations.NullMarked;
