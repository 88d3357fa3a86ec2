/**
 * Reads and changes load balancers of Azure through Resource Manager. Documents stay trees, so that what this program
 * does not know of them is sent back as it came.
 */
@NullMarked
package dev.isobar.azure.driver;

import org.jspecify.annotations.NullMarked;
