@NullMarked
package dev.isobar.model.file;

import org.jspecify.annotations.NullMarked;
