package dev.isobar.azure.translate;

/**
 * A rule or the default of a listener.
 *
 * @param listener name
 * @param rule name, or {@link Names#DEFAULT}
 * @param path in the model
 */
record RulePlace(String listener, String rule, String path) {}
