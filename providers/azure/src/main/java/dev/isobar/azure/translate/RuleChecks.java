package dev.isobar.azure.translate;

import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.PathPattern;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import dev.isobar.provider.Report;
import java.util.regex.Pattern;

/**
 * What of a rule Azure cannot ask: it chooses by host and path alone.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-request-routing-rules">Request
 *     routing rules</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/multiple-site-overview">Multi-site hosting:
 *     allowed characters</a>
 */
final class RuleChecks {
    private static final Pattern HOST = Pattern.compile("[-a-z0-9.]+");
    private static final String ONLY = "; path rules of Application Gateway ask for the path alone";

    private RuleChecks() {}

    /** @param path of the listener */
    static void check(Routes routes, String path, Report report) {
        for (int i = 0; i < routes.rules().size(); i++) {
            check(routes.rules().get(i), path + ".rules[" + i + "]", report);
        }
        var conditions = routes.rules().stream()
                .flatMap(rule -> rule.match().conditions().stream())
                .toList();
        if (conditions.stream().anyMatch(Condition.Host.class::isInstance)) {
            report.emulated(
                    path,
                    "hosts with a trailing dot",
                    "the documentation of Azure does not say that shop.example.com. counts as shop.example.com");
        }
        if (conditions.stream().anyMatch(Condition.Path.class::isInstance)) {
            report.emulated(
                    path,
                    "case of paths",
                    "Azure compares paths without regard to case: /API goes where a rule sends /api");
        }
    }

    /** @param path of the rule */
    private static void check(Rule rule, String path, Report report) {
        rule.rateLimit().ifPresent(_ -> rateLimit(path, report));
        for (var condition : rule.match().conditions()) {
            switch (condition) {
                case Condition.Host(var any, var _) ->
                    any.forEach(host -> host(host, path + ".match." + key(condition, "host"), report));
                case Condition.Path paths -> path(paths, path + ".match." + key(condition, "path"), report);
                case Condition.Method(var any, var _) ->
                    report.refuse(
                            path + ".match." + key(condition, "method"),
                            "asks for the method (" + String.join(", ", any) + ")" + ONLY,
                            "remove it, and let the targets answer other methods");
                case Condition.Header(var name, var _, var _) ->
                    report.refuse(
                            path + ".match." + key(condition, "headers." + name),
                            "asks for a header" + ONLY,
                            "use a host or a path of its own for these requests");
                case Condition.Query(var name, var _, var _) ->
                    report.refuse(
                            path + ".match." + key(condition, "query." + name),
                            "asks for a parameter of the query" + ONLY,
                            "use a host or a path of its own for these requests");
                case Condition.Cookie(var name, var _, var _) ->
                    report.refuse(
                            path + ".match." + key(condition, "cookies." + name),
                            "asks for a cookie" + ONLY,
                            "use a host or a path of its own for these requests");
                case Condition.Source _ ->
                    report.refuse(
                            path + ".match." + key(condition, "source"),
                            "asks for the client" + ONLY,
                            "use a listener of its own for these clients, with a network security group, or a web"
                                    + " application firewall policy");
            }
        }
    }

    private static String key(Condition condition, String key) {
        return condition.negated() ? "not." + key : key;
    }

    static void rateLimit(String path, Report report) {
        report.refuse(
                path + ".rateLimit",
                "limits requests; Application Gateway does not",
                "associate a web application firewall policy with a rate limit rule");
    }

    /** Whether a listener of Azure can have it. */
    static boolean isHostName(HostPattern host) {
        var domain = switch (host) {
            case HostPattern.Exact(var exact) -> exact;
            case HostPattern.Wildcard(var wildcard) -> wildcard;
        };
        return HOST.matcher(domain).matches();
    }

    private static void host(HostPattern host, String path, Report report) {
        if (!isHostName(host)) {
            report.refuse(
                    path,
                    "has \"" + host.text() + "\"; host names of Azure have letters, digits, dots and dashes",
                    "use another name");
        }
    }

    private static void path(Condition.Path paths, String at, Report report) {
        if (paths.negated()) {
            report.refuse(
                    at,
                    "excludes paths; path rules of Azure cannot",
                    "write a rule for these paths before this one, and leave the condition out here");
        }
        for (var pattern : paths.any()) {
            switch (pattern) {
                case PathPattern.Regex(var regex) ->
                    report.refuse(
                            at,
                            "has the regular expression \"%s\"; path rules of Azure have a * at their end at most"
                                    .formatted(regex.pattern()),
                            "list paths and prefixes");
                case PathPattern.Exact(var path) -> characters(path, at, report);
                case PathPattern.Prefix(var path) -> characters(path, at, report);
            }
        }
    }

    private static void characters(String path, String at, Report report) {
        if (path.contains("*")) {
            report.refuse(
                    at,
                    "has \"" + path + "\"; a * stands for the rest of the path in Azure, and only at the end",
                    "write the * as %2A, if clients do");
        }
        if (path.contains("%")) {
            report.emulated(
                    at,
                    "percent-encodings in paths",
                    "the documentation of Azure does not say in which form paths are compared");
        }
    }
}
