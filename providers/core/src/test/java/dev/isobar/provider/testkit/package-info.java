/** What the tests of all providers have in common. */
@NullMarked
package dev.isobar.provider.testkit;

import org.jspecify.annotations.NullMarked;
