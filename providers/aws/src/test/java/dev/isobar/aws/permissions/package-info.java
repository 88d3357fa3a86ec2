@NullMarked
package dev.isobar.aws.permissions;

import org.jspecify.annotations.NullMarked;
