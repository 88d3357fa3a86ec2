package dev.isobar.azure.translate;

import dev.isobar.azure.resources.Routing.ActionSet;
import dev.isobar.azure.resources.Routing.RewriteCondition;
import dev.isobar.azure.resources.Routing.RewriteRule;
import dev.isobar.azure.resources.Routing.RewriteRuleSet;
import dev.isobar.model.Action;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.PathRewrite;
import dev.isobar.provider.Report;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes to requests and responses: rewrite rule sets.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/rewrite-http-headers-url">Rewrite HTTP headers
 *     and URL</a>
 */
final class Rewrites {
    private static final int MOST_HEADERS = 40;
    private static final String URI_PATH = "var_uri_path";
    private static final Pattern VARIABLE = Pattern.compile("\\{(var|http_req|http_resp)_");
    private static final Pattern GROUP = Pattern.compile("\\\\(.)|\\$([0-9])");

    private final Names names;
    private final GatewayParts parts;
    private final Report report;

    Rewrites(Names names, GatewayParts parts, Report report) {
        this.names = names;
        this.parts = parts;
        this.report = report;
    }

    /**
     * The name of the set; empty where nothing changes.
     *
     * @param prefix what every request lies under
     * @param part tells sets of one rule apart; may be empty
     */
    Optional<String> of(Action.Forward forward, String prefix, RulePlace place, String part) {
        var rules = new TreeMap<String, RewriteRule>();
        var request = headers(forward.headers().request(), place.path() + ".requestHeaders");
        var response = headers(forward.headers().response(), place.path() + ".responseHeaders");
        if (request.size() + response.size() > 0) {
            rules.put(
                    "headers",
                    new RewriteRule(100, Optional.empty(), new ActionSet(request, response, Optional.empty())));
        }
        forward.rewrite()
                .path()
                .flatMap(rewrite -> path(rewrite, prefix, place.path() + ".rewrite.path"))
                .ifPresent(rule -> rules.put("path", rule));
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        var name = part.isEmpty()
                ? names.part(place.listener(), place.rule())
                : names.part(place.listener(), place.rule(), part);
        GatewayParts.put(parts.rewriteRuleSets, name, new RewriteRuleSet(rules));
        return Optional.of(name);
    }

    private SortedMap<String, String> headers(HeaderEdits edits, String path) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        edits.remove().forEach(name -> headers.put(name, ""));
        edits.set().forEach((name, value) -> {
            if (VARIABLE.matcher(value).find()) {
                report.refuse(
                        path + ".set." + name,
                        "is \"" + value + "\"; Azure would put a variable in the place of what is in braces",
                        "write it without {var_, {http_req_ and {http_resp_");
            }
            if (value.isEmpty()) {
                report.refuse(path + ".set." + name, "is empty; Azure removes such a field", "give it a value");
            }
            headers.put(name, value);
        });
        if (!edits.add().isEmpty()) {
            report.refuse(
                    path + ".add", "adds fields beside those of the same name; Azure only replaces them", "use set");
        }
        if (headers.size() > MOST_HEADERS) {
            report.refuse(
                    path,
                    "changes %d fields; Azure takes %d".formatted(headers.size(), MOST_HEADERS),
                    "change fewer, or let the targets do it");
        }
        return headers;
    }

    private Optional<RewriteRule> path(PathRewrite rewrite, String prefix, String path) {
        return switch (rewrite) {
            case PathRewrite.Whole(var whole) -> Optional.of(rule(Optional.empty(), literal(whole, path)));
            case PathRewrite.Prefix(var replacement) -> replaced(prefix, literal(replacement, path));
            case PathRewrite.Regex(var regex, var replacement) -> {
                report.emulated(
                        path,
                        "rewrite by regular expression",
                        "Azure applies it to the path as it came; the model to its normal form");
                yield Optional.of(rule(
                        Optional.of(new RewriteCondition(URI_PATH, anchored(regex.pattern(), path), false)),
                        captured(replacement, path)));
            }
        };
    }

    /** The rest behind the prefix is kept; a rest that is a slash alone is none. */
    private static Optional<RewriteRule> replaced(String prefix, String replacement) {
        if (prefix.equals(replacement)) {
            return Optional.empty();
        }
        var stem = prefix.equals("/") ? "" : quoted(prefix);
        var condition = replacement.equals("/")
                ? "^" + stem + "/?(.*)$"
                : "^" + stem + "(?:/|(/.+))" + (prefix.equals("/") ? "" : "?") + "$";
        return Optional.of(rule(
                Optional.of(new RewriteCondition(URI_PATH, condition, true)), replacement + "{" + URI_PATH + "_1}"));
    }

    private static RewriteRule rule(Optional<RewriteCondition> condition, String modifiedPath) {
        return new RewriteRule(
                200, condition, new ActionSet(new TreeMap<>(), new TreeMap<>(), Optional.of(modifiedPath)));
    }

    /** Without {@code \Q}, which not every dialect has. */
    private static String quoted(String text) {
        return text.replaceAll("[.^$*+?()\\[{\\\\|]", "\\\\$0");
    }

    private String literal(String text, String path) {
        if (VARIABLE.matcher(text).find()) {
            report.refuse(
                    path,
                    "is \"" + text + "\"; Azure would put a variable in the place of what is in braces",
                    "percent-encode the brace as %7B");
        }
        return text;
    }

    /** Azure replaces the whole path, once. */
    private String anchored(String regex, String path) {
        if (!regex.startsWith("^") || !regex.endsWith("$") || regex.endsWith("\\$") || hasAlternatives(regex)) {
            report.refuse(
                    path + ".regex",
                    "is \"" + regex + "\", which may match a part of the path; Azure replaces the whole path, not each"
                            + " part that matches",
                    "begin it with ^ and end it with $, with groups for what stays and for alternatives");
        }
        return regex;
    }

    /** Whether there is a bar outside of groups: {@code ^/a|/b$} is anchored at neither end. */
    private static boolean hasAlternatives(String regex) {
        int depth = 0;
        boolean inClass = false;
        for (int i = 0; i < regex.length(); i++) {
            switch (regex.charAt(i)) {
                case '\\' -> i++;
                case '[' -> inClass = true;
                case ']' -> inClass = false;
                case '(' -> depth += inClass ? 0 : 1;
                case ')' -> depth -= inClass ? 0 : 1;
                case '|' -> {
                    if (depth == 0 && !inClass) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private String captured(String replacement, String path) {
        var literal = literal(replacement, path);
        if (!literal.startsWith("/")) {
            report.refuse(
                    path + ".replacement",
                    "is \"" + replacement + "\", which may give a path without a slash at its begin; Azure adds none",
                    "begin it with /, outside of groups");
        }
        return GROUP.matcher(literal)
                .replaceAll(match ->
                        Matcher.quoteReplacement(match.group(2) == null ? match.group(1) : variable(match.group(2))));
    }

    private static String variable(String group) {
        return group.equals("0") ? "{" + URI_PATH + "}" : "{" + URI_PATH + "_" + group + "}";
    }

    /** What the gateway answers itself it does not rewrite. */
    void refuse(HeaderEdits edits, String path) {
        if (!edits.isEmpty()) {
            report.refuse(
                    path + ".responseHeaders",
                    "changes headers of a redirect; Azure rewrites what comes from targets only",
                    "remove responseHeaders, or redirect from a target");
        }
    }
}
