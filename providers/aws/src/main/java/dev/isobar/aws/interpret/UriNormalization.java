package dev.isobar.aws.interpret;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The form in which an Application Load Balancer compares a path: "rule evaluation is performed only after URI
 * normalization occurs". The vendor does not say which; this is the one of RFC 3986: escapes of unreserved characters
 * are decoded, other escapes are written in upper case, dot segments are removed. Neighbouring slashes stay, and the
 * request itself is not changed.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions">
 *     Path conditions</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2">RFC 3986 §6.2.2</a>
 */
final class UriNormalization {
    private UriNormalization() {}

    static String path(String path) {
        return withoutDotSegments(withPlainEscapes(path));
    }

    private static String withPlainEscapes(String path) {
        var out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            int code = path.charAt(i) == '%' && i + 2 < path.length() ? octet(path, i + 1) : -1;
            if (code < 0) {
                out.append(path.charAt(i));
            } else {
                if (unreserved((char) code)) {
                    out.append((char) code);
                } else {
                    out.append(path.substring(i, i + 3).toUpperCase(Locale.ROOT));
                }
                i += 2;
            }
        }
        return out.toString();
    }

    private static int octet(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static boolean unreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }

    private static String withoutDotSegments(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        List<String> kept = new ArrayList<>();
        boolean openEnd = false;
        for (var segment : path.substring(1).split("/", -1)) {
            openEnd = segment.equals(".") || segment.equals("..");
            if (!openEnd) {
                kept.add(segment);
            } else if (segment.equals("..") && !kept.isEmpty()) {
                kept.removeLast();
            }
        }
        return "/" + String.join("/", kept) + (openEnd && !kept.isEmpty() ? "/" : "");
    }
}
