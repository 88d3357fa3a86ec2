@NullMarked
package dev.isobar.gcp.interpret;

import org.jspecify.annotations.NullMarked;
