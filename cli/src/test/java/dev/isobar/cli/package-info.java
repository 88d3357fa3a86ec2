@NullMarked
package dev.isobar.cli;

import org.jspecify.annotations.NullMarked;
