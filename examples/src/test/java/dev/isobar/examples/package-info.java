@NullMarked
package dev.isobar.examples;

import org.jspecify.annotations.NullMarked;
