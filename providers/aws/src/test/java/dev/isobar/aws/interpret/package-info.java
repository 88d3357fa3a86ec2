@NullMarked
package dev.isobar.aws.interpret;

import org.jspecify.annotations.NullMarked;
