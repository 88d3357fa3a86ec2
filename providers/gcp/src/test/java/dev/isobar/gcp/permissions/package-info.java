@NullMarked
package dev.isobar.gcp.permissions;

import org.jspecify.annotations.NullMarked;
