@NullMarked
package dev.isobar.aws.translate;

import org.jspecify.annotations.NullMarked;
