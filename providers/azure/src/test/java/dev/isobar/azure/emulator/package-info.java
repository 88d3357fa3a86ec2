@NullMarked
package dev.isobar.azure.emulator;

import org.jspecify.annotations.NullMarked;
