/**
 * The reference semantics of routing: which rule of a model a request meets, and what is decided. Everything that
 * routes (local-proxy, the interpreters of the clouds) is held against this package.
 */
@NullMarked
package dev.isobar.model.route;

import org.jspecify.annotations.NullMarked;
