/** Google Cloud. */
@NullMarked
package dev.isobar.gcp;

import org.jspecify.annotations.NullMarked;
