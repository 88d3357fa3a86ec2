@NullMarked
package dev.isobar.azure.permissions;

import org.jspecify.annotations.NullMarked;
