/** From models to the resources of Google Cloud. */
@NullMarked
package dev.isobar.gcp.translate;

import org.jspecify.annotations.NullMarked;
