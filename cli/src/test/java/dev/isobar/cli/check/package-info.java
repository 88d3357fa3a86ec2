@NullMarked
package dev.isobar.cli.check;

import org.jspecify.annotations.NullMarked;
