/** Google Cloud load balancing in its own words: the names of fields are those of the Compute Engine API. */
@NullMarked
package dev.isobar.gcp.resources;

import org.jspecify.annotations.NullMarked;
