/** Reads and changes an account of AWS: the only package that knows the vendor's client. */
@NullMarked
package dev.isobar.aws.driver;

import org.jspecify.annotations.NullMarked;
