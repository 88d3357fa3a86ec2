@NullMarked
package dev.isobar.azure.translate;

import org.jspecify.annotations.NullMarked;
