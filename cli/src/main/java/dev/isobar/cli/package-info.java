/** The command line: one class for each command, which reads, asks the model, and prints. */
@NullMarked
package dev.isobar.cli;

import org.jspecify.annotations.NullMarked;
