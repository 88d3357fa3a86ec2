@NullMarked
package dev.isobar.aws.emulator;

import org.jspecify.annotations.NullMarked;
