/**
 * Which target gets a request: algorithms over plain numbers.
 */
@NullMarked
package dev.isobar.proxy.balance;

import org.jspecify.annotations.NullMarked;
