/** local-proxy beside nginx and HAProxy: the same job, the same load, in turns on one core. */
@NullMarked
package dev.isobar.bench.beside;

import org.jspecify.annotations.NullMarked;
