@NullMarked
package dev.isobar.model.route;

import org.jspecify.annotations.NullMarked;
