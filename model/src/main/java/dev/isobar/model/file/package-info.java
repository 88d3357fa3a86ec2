/**
 * The file that people write: reading it with positions, finding everything wrong with it at once, and describing it
 * (JSON Schema, reference page).
 */
@NullMarked
package dev.isobar.model.file;

import org.jspecify.annotations.NullMarked;
