/** How a cloud is called: how often, how many at once, how again, and until when. */
@NullMarked
package dev.isobar.provider.calls;

import org.jspecify.annotations.NullMarked;
