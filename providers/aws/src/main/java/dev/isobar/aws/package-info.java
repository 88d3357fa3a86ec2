/** Amazon Web Services: Application and Network Load Balancers. */
@NullMarked
package dev.isobar.aws;

import org.jspecify.annotations.NullMarked;
