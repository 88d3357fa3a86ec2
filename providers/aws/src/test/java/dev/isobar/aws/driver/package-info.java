@NullMarked
package dev.isobar.aws.driver;

import org.jspecify.annotations.NullMarked;
