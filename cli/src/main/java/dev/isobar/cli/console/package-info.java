/** What commands read and write, and how that is worded: streams, colours, JSON, requests, failures, exit codes. */
@NullMarked
package dev.isobar.cli.console;

import org.jspecify.annotations.NullMarked;
