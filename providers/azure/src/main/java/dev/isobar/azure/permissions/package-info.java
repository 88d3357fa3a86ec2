/** What a caller must be allowed to do on Azure. */
@NullMarked
package dev.isobar.azure.permissions;

import org.jspecify.annotations.NullMarked;
