package dev.isobar.aws.translate;

import dev.isobar.aws.resources.RuleTable.Transform;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rewrite;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.List;

/**
 * Rewrites of the request on its way to the target. What AWS rewrites is path and query together, so every expression
 * here takes the whole URL apart and puts the query back.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html">Transforms</a>
 */
final class Transforms {
    private static final String QUERY = "(\\?.*|)$";
    private static final int LONGEST = 1024;

    private final Report report;

    Transforms(Report report) {
        this.report = report;
    }

    /**
     * @param path of the rule or default
     * @param matchedPrefix what the rule matched; {@code /} where it matched no prefix
     */
    List<Transform> of(Rewrite rewrite, String matchedPrefix, String path) {
        var transforms = new ArrayList<Transform>();
        rewrite.path().ifPresent(how -> transforms.add(url(how, matchedPrefix, path + ".rewrite.path")));
        rewrite.host().ifPresent(host -> transforms.add(new Transform.HostHeaderRewrite("^.*$", host)));
        return transforms;
    }

    private Transform.UrlRewrite url(PathRewrite rewrite, String matchedPrefix, String path) {
        var transform = switch (rewrite) {
            case PathRewrite.Whole(var whole) ->
                new Transform.UrlRewrite("^[^?]*" + QUERY, literal(whole, path) + "$1");
            case PathRewrite.Prefix(var prefix) -> prefix(prefix, matchedPrefix, path);
            case PathRewrite.Regex(var regex, var replacement) ->
                regex(regex.pattern(), regex.groupCount(), replacement, path);
        };
        if (transform.regex().length() > LONGEST || transform.replace().length() > LONGEST) {
            report.refuse(
                    path, "needs an expression that is too long; AWS takes " + LONGEST + " characters", "shorten it");
        }
        return transform;
    }

    /** What is below the prefix goes behind the new one; a slash alone does not. */
    private Transform.UrlRewrite prefix(String prefix, String matchedPrefix, String path) {
        var stem = "^" + (matchedPrefix.equals("/") ? "" : Regexes.quoted(matchedPrefix));
        return prefix.equals("/")
                ? new Transform.UrlRewrite(stem + "/?([^?]*)" + QUERY, "/$1$2")
                : new Transform.UrlRewrite(stem + "(/[^?]+|)/?" + QUERY, literal(prefix, path) + "$1$2");
    }

    private String literal(String text, String path) {
        if (text.contains("$") || text.contains("\\")) {
            report.refuse(
                    path,
                    "is \"" + text + "\"; AWS reads $ in a replacement as a group, and documents no way to write it",
                    "percent-encode the dollar sign as %24");
        }
        return text;
    }

    /** Only of the whole path: nothing says how often AWS replaces a part. */
    private Transform.UrlRewrite regex(String regex, int groups, String replacement, String path) {
        if (!regex.startsWith("^") || !regex.endsWith("$") || regex.endsWith("\\$") || alternatesOutside(regex)) {
            report.refuse(
                    path + ".regex",
                    "is \"" + regex + "\", which may match a part of the path, or several; what AWS does then is not"
                            + " documented",
                    "begin it with ^, end it with $, and put alternatives in (?:...)");
        }
        if (!replacement.startsWith("/") || replacement.contains("\\") || groups > 8) {
            report.refuse(
                    path + ".replacement",
                    "is \"" + replacement + "\"; for AWS it must begin with /, have no backslash, and leave one of nine"
                            + " groups for the query",
                    "write it as in /new/$1");
        }
        Regexes.check(regex, path + ".regex", report);
        report.emulated(
                path + ".regex",
                "rewrite by a regular expression",
                "AWS matches path and query together; a dot of the expression may reach into the query");
        var body = regex.endsWith("$") ? regex.substring(0, regex.length() - 1) : regex;
        return new Transform.UrlRewrite(body + QUERY, replacement + "$" + (groups + 1));
    }

    /** Whether an alternative stands outside of all parentheses, where anchors would not hold for it. */
    private static boolean alternatesOutside(String regex) {
        int depth = 0;
        boolean inClass = false;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                inClass = true;
            } else if (c == ']') {
                inClass = false;
            } else if (!inClass && c == '(') {
                depth++;
            } else if (!inClass && c == ')') {
                depth--;
            } else if (!inClass && c == '|' && depth == 0) {
                return true;
            }
        }
        return false;
    }
}
