@NullMarked
package dev.isobar.azure.driver;

import org.jspecify.annotations.NullMarked;
