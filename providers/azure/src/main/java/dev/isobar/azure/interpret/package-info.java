/** How Application Gateway and Load Balancer route: written from their documentation, sharing nothing with the translation. */
@NullMarked
package dev.isobar.azure.interpret;

import org.jspecify.annotations.NullMarked;
