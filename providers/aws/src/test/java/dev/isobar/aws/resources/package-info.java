@NullMarked
package dev.isobar.aws.resources;

import org.jspecify.annotations.NullMarked;
