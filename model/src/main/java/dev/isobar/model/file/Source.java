package dev.isobar.model.file;

import java.nio.file.Path;

/**
 * The text of one file.
 *
 * @param name as it stands in messages; {@code -} is standard input
 * @param directory relative names of certificates in this file are resolved against it
 */
public record Source(String name, String text, Path directory) {}
