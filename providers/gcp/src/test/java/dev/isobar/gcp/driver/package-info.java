@NullMarked
package dev.isobar.gcp.driver;

import org.jspecify.annotations.NullMarked;
