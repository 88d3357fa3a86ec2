package dev.isobar.model;

import java.util.regex.Pattern;

/** Names of things in a model: short and plain enough for every cloud. */
public final class Names {
    /** The regular expression of names. */
    public static final String PATTERN = "^[a-z]([-a-z0-9]{0,28}[a-z0-9])?$";

    private static final Pattern NAME = Pattern.compile(PATTERN);
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private Names() {}

    /** What a name looks like, for messages. */
    public static final String RULE =
            "a name is 1 to 30 lower-case letters, digits and dashes, starts with a letter and does not end with a"
                    + " dash";

    /**
     * Returns the name.
     *
     * @throws InvalidValue where it is not one
     */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidValue(RULE, "rename it, for example \"" + suggestion(name) + "\"");
        }
        return name;
    }

    /** A name of an HTTP field: a token. See RFC 9110 §5.1 and §5.6.2. */
    static String fieldName(String name) {
        if (!TOKEN.matcher(name).matches()) {
            throw new InvalidValue(
                    "a header name is a token: letters, digits and !#$%&'*+-.^_`|~ (RFC 9110)",
                    "remove the other characters");
        }
        return name;
    }

    /** Text that can stand in an HTTP field value without breaking the message apart. See RFC 9110 §5.5. */
    static String fieldValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new InvalidValue(
                        "a header value has no control characters (RFC 9110)",
                        "remove the line break or control character");
            }
        }
        if (!value.equals(value.strip())) {
            throw new InvalidValue(
                    "a header value has no white space at its ends (RFC 9110)", "remove the white space at the ends");
        }
        return value;
    }

    private static String suggestion(String name) {
        var plain = name.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[-0-9]+", "");
        var cut = plain.substring(0, Math.min(30, plain.length())).replaceAll("-+$", "");
        return cut.isEmpty() ? "web" : cut;
    }
}
