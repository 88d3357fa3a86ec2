package dev.isobar.azure.translate;

import dev.isobar.azure.resources.Routing.RewriteRule;
import dev.isobar.azure.resources.Routing.RewriteRuleSet;
import dev.isobar.model.Action.ForwardHeaders;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.PathRewrite;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrite rule sets, as a model says them: the inverse of {@link Rewrites}.
 *
 * @param path absent: the path stays
 */
record FromRewrites(ForwardHeaders headers, Optional<PathRewrite> path) {
    static final FromRewrites NONE = new FromRewrites(ForwardHeaders.NONE, Optional.empty());

    private static final String URI_PATH = "var_uri_path";
    private static final Pattern VARIABLE = Pattern.compile("\\{[a-z]+_[^}]*}");
    private static final Pattern GROUP = Pattern.compile("\\{var_uri_path(?:_([0-9]))?}|([\\\\$])");

    /** @return empty where a model has no words for it */
    static Optional<FromRewrites> of(RewriteRuleSet set) {
        var headers = ForwardHeaders.NONE;
        var path = Optional.<PathRewrite>empty();
        for (var rule : set.rewriteRules().values()) {
            var actions = rule.actionSet();
            var edits = edits(actions.requestHeaderConfigurations())
                    .flatMap(request -> edits(actions.responseHeaderConfigurations())
                            .map(response -> new ForwardHeaders(request, response)));
            boolean editsHeaders = !edits.equals(Optional.of(ForwardHeaders.NONE));
            if (edits.isEmpty()
                    || (editsHeaders && (rule.condition().isPresent() || !headers.equals(ForwardHeaders.NONE)))) {
                return Optional.empty();
            }
            headers = editsHeaders ? edits.get() : headers;
            if (actions.modifiedPath().isPresent()) {
                var rewrite = path(rule, actions.modifiedPath().get());
                if (path.isPresent() || rewrite.isEmpty()) {
                    return Optional.empty();
                }
                path = rewrite;
            }
        }
        return Optional.of(new FromRewrites(headers, path));
    }

    private static Optional<HeaderEdits> edits(SortedMap<String, String> fields) {
        var set = new TreeMap<String, String>();
        var removed = new TreeSet<String>();
        fields.forEach((name, value) -> {
            if (value.isEmpty()) {
                removed.add(name);
            } else {
                set.put(name, value);
            }
        });
        if (set.values().stream().anyMatch(value -> VARIABLE.matcher(value).find())) {
            return Optional.empty();
        }
        return valid(() -> new HeaderEdits(set, Map.of(), removed));
    }

    private static Optional<PathRewrite> path(RewriteRule rule, String modified) {
        if (rule.condition().isEmpty()) {
            return VARIABLE.matcher(modified).find() ? Optional.empty() : valid(() -> new PathRewrite.Whole(modified));
        }
        var condition = rule.condition().get();
        if (!condition.variable().equals(URI_PATH)) {
            return Optional.empty();
        }
        return condition.ignoreCase() ? prefix(condition.pattern(), modified) : regex(condition.pattern(), modified);
    }

    /** The prefix that is replaced is the path of the rule itself. */
    private static Optional<PathRewrite> prefix(String pattern, String modified) {
        var rest = "{" + URI_PATH + "_1}";
        boolean ours = pattern.startsWith("^")
                && (pattern.endsWith("/?(.*)$")
                        || pattern.endsWith("(?:/|(/.+))?$")
                        || pattern.endsWith("(?:/|(/.+))$"));
        return ours && modified.endsWith(rest)
                ? valid(() -> new PathRewrite.Prefix(modified.substring(0, modified.length() - rest.length())))
                : Optional.empty();
    }

    private static Optional<PathRewrite> regex(String pattern, String modified) {
        if (!pattern.startsWith("^") || !pattern.endsWith("$")) {
            return Optional.empty();
        }
        var replacement = GROUP.matcher(modified)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(2) != null
                                ? "\\" + match.group(2)
                                : "$" + (match.group(1) == null ? "0" : match.group(1))));
        return valid(() -> new PathRewrite.Regex(pattern, replacement));
    }

    private static <T> Optional<T> valid(Supplier<? extends T> value) {
        try {
            return Optional.of(value.get());
        } catch (InvalidValue | com.google.re2j.PatternSyntaxException e) {
            return Optional.empty();
        }
    }
}
