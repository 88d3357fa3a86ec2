/** The load balancing resources of Azure as small immutable values, in the words of its API. */
@NullMarked
package dev.isobar.azure.resources;

import org.jspecify.annotations.NullMarked;
