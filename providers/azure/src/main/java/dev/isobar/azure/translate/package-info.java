/** From a model to the resources that carry it on Azure. */
@NullMarked
package dev.isobar.azure.translate;

import org.jspecify.annotations.NullMarked;
