/**
 * What all providers share and no cloud is named in: resources as plain values, the difference between what is wanted
 * and what is there, and the plan that leads from one to the other.
 */
@NullMarked
package dev.isobar.provider;

import org.jspecify.annotations.NullMarked;
