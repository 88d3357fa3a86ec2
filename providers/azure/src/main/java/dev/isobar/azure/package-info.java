/** Microsoft Azure. */
@NullMarked
package dev.isobar.azure;

import org.jspecify.annotations.NullMarked;
