/**
 * Makes a project of Google Cloud hold what a plan wants. The only package that calls the Compute Engine API.
 */
@NullMarked
package dev.isobar.gcp.driver;

import org.jspecify.annotations.NullMarked;
