@NullMarked
package dev.isobar.cli.cloud;

import org.jspecify.annotations.NullMarked;
