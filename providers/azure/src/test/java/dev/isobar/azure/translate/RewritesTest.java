package dev.isobar.azure.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.Routing.RewriteRule;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The conditions and captures that we write give the path that the model says, read as Azure documents them. */
class RewritesTest {
    private static final List<String> ENDS = List.of("", "/", "/x", "/x/", "//", "/x/y", "/v1");

    /**
     * "The first pair of parentheses stores its substring in 1"; {@code {var_uri_path_1}} stands for it.
     *
     * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/rewrite-http-headers-url#capturing">
     *     Capturing</a>
     */
    private static String rewritten(RewriteRule rule, String path) {
        var template = rule.actionSet().modifiedPath().orElseThrow();
        if (rule.condition().isEmpty()) {
            return template;
        }
        var condition = rule.condition().get();
        var found = Pattern.compile(condition.pattern(), condition.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0)
                .matcher(path);
        if (!found.find()) {
            return path;
        }
        var out = template.replace("{var_uri_path}", path);
        for (int i = 1; i <= found.groupCount(); i++) {
            var group = found.group(i);
            out = out.replace("{var_uri_path_" + i + "}", group == null ? "" : group);
        }
        return out;
    }

    private static RewriteRule rule(String match, String rewrite) {
        var snapshot = Cases.translated("""
            isobar: v1
            name: r
            listeners:
              http:
                port: 80
                protocol: http
                rules:
                  - { name: it, match: { host: a.example.com, path: "%s" }, forward: web, rewrite: { path: %s } }
                default: { forward: web }
            targetGroups:
              web: { targets: [10.0.0.1:80] }
            place:
              azure:
                subscription: "0"
                resourceGroup: r
                location: westeurope
                subnet: /subscriptions/0/resourceGroups/n/providers/Microsoft.Network/virtualNetworks/v/subnets/s
            """.formatted(match, rewrite));
        var gateway =
                (ApplicationGateway) snapshot.find(ApplicationGateway.ref("r")).orElseThrow();
        return Optional.ofNullable(gateway.routing().rewriteRuleSets().get("r_http_it"))
                .map(set -> set.rewriteRules().get("path"))
                .orElseThrow();
    }

    @Test
    void aPrefixIsReplacedAsTheModelReplacesIt() {
        for (var prefix : List.of("/", "/v1", "/a.b", "/a(b)+[c]{1}$^|d", "/v1/deep")) {
            for (var replacement : List.of("/", "/api", "/api/v2")) {
                if (prefix.equals(replacement)) {
                    continue;
                }
                var match = prefix.equals("/") ? "/*" : prefix + "/*";
                var rule = rule(match, "{ prefix: " + replacement + " }");
                var model = new PathRewrite.Prefix(replacement);
                for (var end : ENDS) {
                    var path = prefix.equals("/") ? end : prefix + end;
                    if (!path.isEmpty() && !path.contains("//")) {
                        assertThat(rewritten(rule, path))
                                .as("%s with %s to %s", path, prefix, replacement)
                                .isEqualTo(model.apply(path, new PathPattern.Prefix(prefix).path()));
                    }
                }
            }
        }
    }

    @Test
    void groupsOfAnExpressionGoWhereTheReplacementSays() {
        var rule = rule("/users/*", "{ regex: \"^/users/([0-9]+)/(.*)$\", replacement: \"/$2/costs-\\\\$5/$1\" }");

        assertThat(rewritten(rule, "/users/42/cart")).isEqualTo("/cart/costs-$5/42");
        assertThat(rewritten(rule, "/users/me/cart")).isEqualTo("/users/me/cart");
    }

    @Test
    void theWholePathNeedsNoCondition() {
        assertThat(rewritten(rule("/old", "/new"), "/old")).isEqualTo("/new");
    }
}
