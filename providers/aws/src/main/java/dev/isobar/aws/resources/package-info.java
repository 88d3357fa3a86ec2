/** The resources of Elastic Load Balancing, in its own words. Field names are those of its API reference. */
@NullMarked
package dev.isobar.aws.resources;

import org.jspecify.annotations.NullMarked;
