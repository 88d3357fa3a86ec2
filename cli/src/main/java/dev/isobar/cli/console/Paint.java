package dev.isobar.cli.console;

/**
 * Colours text for a terminal.
 *
 * @param on where false, text stays as it is
 * @see <a href="https://www.ecma-international.org/publications-and-standards/standards/ecma-48/">ECMA-48 §8.3.117,
 *     select graphic rendition</a>
 */
public record Paint(boolean on) {
    public String bold(String text) {
        return with("1", text);
    }

    public String faint(String text) {
        return with("2", text);
    }

    public String red(String text) {
        return with("31", text);
    }

    public String green(String text) {
        return with("32", text);
    }

    public String yellow(String text) {
        return with("33", text);
    }

    private String with(String rendition, String text) {
        return on ? "\u001b[" + rendition + "m" + text + "\u001b[0m" : text;
    }
}
