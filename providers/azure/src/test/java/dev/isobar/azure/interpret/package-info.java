@NullMarked
package dev.isobar.azure.interpret;

import org.jspecify.annotations.NullMarked;
