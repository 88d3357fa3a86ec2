/** A cloud in the memory of the tests: it keeps resources, and refuses what a cloud would refuse. */
@NullMarked
package dev.isobar.cli.memory;

import org.jspecify.annotations.NullMarked;
