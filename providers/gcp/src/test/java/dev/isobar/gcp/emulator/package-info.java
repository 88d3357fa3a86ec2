@NullMarked
package dev.isobar.gcp.emulator;

import org.jspecify.annotations.NullMarked;
