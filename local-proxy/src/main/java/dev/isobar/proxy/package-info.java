/**
 * local-proxy: serves a {@link dev.isobar.model.Model} right here. {@link dev.isobar.proxy.LocalProxy} is the way in; only
 * this package is meant for others.
 */
@NullMarked
package dev.isobar.proxy;

import org.jspecify.annotations.NullMarked;
