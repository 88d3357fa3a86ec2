/** What the emulators of all clouds have in common. */
@NullMarked
package dev.isobar.provider.emulate;

import org.jspecify.annotations.NullMarked;
