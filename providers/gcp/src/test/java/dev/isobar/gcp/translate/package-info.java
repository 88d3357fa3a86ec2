@NullMarked
package dev.isobar.gcp.translate;

import org.jspecify.annotations.NullMarked;
