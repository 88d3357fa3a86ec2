/** What commands do with clouds: finding them, planning, applying, and saying what that means. */
@NullMarked
package dev.isobar.cli.cloud;

import org.jspecify.annotations.NullMarked;
