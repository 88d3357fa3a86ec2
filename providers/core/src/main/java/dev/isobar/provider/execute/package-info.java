/** Carries out the steps of a plan. */
@NullMarked
package dev.isobar.provider.execute;

import org.jspecify.annotations.NullMarked;
