/** What a caller must be allowed to do on Google Cloud. */
@NullMarked
package dev.isobar.gcp.permissions;

import org.jspecify.annotations.NullMarked;
