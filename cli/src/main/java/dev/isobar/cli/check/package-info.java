/** What each target does with each feature that a file uses. */
@NullMarked
package dev.isobar.cli.check;

import org.jspecify.annotations.NullMarked;
