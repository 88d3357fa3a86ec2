/** Generators of models and requests, for the property tests and benchmarks of all modules. */
@NullMarked
package dev.isobar.model.generate;

import org.jspecify.annotations.NullMarked;
