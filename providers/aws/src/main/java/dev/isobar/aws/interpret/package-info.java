/** How Elastic Load Balancing routes a request: written from its documentation, sharing nothing with the translation. */
@NullMarked
package dev.isobar.aws.interpret;

import org.jspecify.annotations.NullMarked;
