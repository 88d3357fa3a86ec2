/** How Google Cloud routes a request: written from its documentation, sharing nothing with the translation. */
@NullMarked
package dev.isobar.gcp.interpret;

import org.jspecify.annotations.NullMarked;
