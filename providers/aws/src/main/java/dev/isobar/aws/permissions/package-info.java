/** What a caller must be allowed to do on AWS. */
@NullMarked
package dev.isobar.aws.permissions;

import org.jspecify.annotations.NullMarked;
