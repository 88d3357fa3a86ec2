/** Microbenchmarks; how to run them and what they gave is in {@code bench/README.md}. */
@NullMarked
package dev.isobar.bench;

import org.jspecify.annotations.NullMarked;
