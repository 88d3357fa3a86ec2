package dev.isobar.aws.translate;

import dev.isobar.aws.resources.Action.Weighted;
import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rewrite;
import dev.isobar.model.Stickiness;
import dev.isobar.provider.Report;
import dev.isobar.provider.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What listeners and rules do.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html">Action
 *     types</a>
 */
final class Actions {
    private static final int MOST_GROUPS = 5;

    /**
     * Weights are whole numbers from 0 to this.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html">
     *     TargetGroupTuple</a>
     */
    private static final int MOST_WEIGHT = 999;

    private static final int WEEK = 604_800;
    private static final int LONGEST_BODY = 1024;
    private static final int LONGEST_REDIRECT = 128;
    private static final Set<String> CONTENT_TYPES =
            Set.of("text/plain", "text/css", "text/html", "application/javascript", "application/json");

    private final Model model;
    private final Map<String, Pool> pools;
    private final Report report;

    Actions(Model model, Map<String, Pool> pools, Report report) {
        this.model = model;
        this.pools = pools;
        this.report = report;
    }

    /** @param path of the rule or default */
    dev.isobar.aws.resources.Action of(Action action, Listener listener, String path) {
        return switch (action) {
            case Action.Forward forward -> forward(forward, listener, path);
            case Action.Redirect redirect -> redirect(redirect, listener, path + ".redirect");
            case Action.Respond respond -> respond(respond, path + ".respond");
        };
    }

    private dev.isobar.aws.resources.Action.Forward forward(Action.Forward forward, Listener listener, String path) {
        boolean requests = listener instanceof Listener.Http;
        if (!forward.headers().request().isEmpty()) {
            report.refuse(
                    path + ".requestHeaders",
                    "changes the header of requests; AWS does not",
                    "set the header in the targets, or forward to a target group of its own that knows it");
        }
        if (!requests && !forward.responseHeaders().isEmpty()) {
            report.refuse(
                    path + ".responseHeaders",
                    "changes the header of responses; a Network Load Balancer does not see them",
                    "use protocol: https for the listener");
        }
        if (!requests && !forward.rewrite().equals(Rewrite.NONE)) {
            report.refuse(
                    path + ".rewrite",
                    "changes requests; a Network Load Balancer does not see them",
                    "use protocol: https for the listener");
        }
        if (!requests && forward.weights().size() > 1) {
            oneKindOfAddress(forward, path);
        }
        forward.timeout()
                .ifPresent(_ -> report.refuse(
                        path + ".timeout",
                        "is for one route; AWS has only the idle timeout of the load balancer",
                        "remove it, and write timeouts: {response: ...} for the target group"));
        return new dev.isobar.aws.resources.Action.Forward(
                weighted(forward, path), stickiness(forward, requests, path));
    }

    /**
     * @see <a
     *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html">
     *     Target groups of Network Load Balancers: IP address type</a>
     */
    private void oneKindOfAddress(Action.Forward forward, String path) {
        long kinds = forward.weights().keySet().stream()
                .map(name -> Targets.areIpv6(model.group(name).targets()))
                .distinct()
                .count();
        if (kinds > 1) {
            report.refuse(
                    path + ".forward",
                    "goes to targets with IPv4 and to targets with IPv6 addresses; all target groups of a listener of a"
                            + " Network Load Balancer have one kind",
                    "use a listener for each kind");
        }
    }

    private OptionalInt stickiness(Action.Forward forward, boolean requests, String path) {
        if (forward.stickiness().isEmpty()) {
            keptInGroup(forward, path);
            return OptionalInt.empty();
        }
        if (!requests) {
            report.refuse(
                    path + ".groupStickiness",
                    "keeps clients by a cookie; a Network Load Balancer has none",
                    "remove groupStickiness, or use an https listener");
        }
        return OptionalInt.of(report.seconds(
                path + ".groupStickiness",
                forward.stickiness().get(),
                1,
                WEEK,
                "TargetGroupStickinessConfig.DurationSeconds"));
    }

    private void keptInGroup(Action.Forward forward, String path) {
        if (forward.weights().size() > 1
                && forward.weights().keySet().stream()
                        .anyMatch(name ->
                                model.group(name).balancing().stickiness().orElse(null)
                                        instanceof Stickiness.BalancerCookie)) {
            report.emulated(
                    path + ".forward",
                    "stickiness in several target groups",
                    "all of them use the cookie AWSALB, so that a client that changes the target group gets another"
                            + " target each time; groupStickiness prevents it");
        }
    }

    private List<Weighted> weighted(Action.Forward forward, String path) {
        var names = new ArrayList<String>();
        var parts = new ArrayList<Pool.Part>();
        var shares = new ArrayList<Shares.Share>();
        forward.weights().forEach((name, weight) -> {
            var pool = pools.get(name);
            if (pool == null) {
                throw new IllegalStateException("target group \"" + name + "\" was not translated");
            }
            for (var part : pool.parts()) {
                names.add(name);
                parts.add(part);
                shares.add(Shares.Share.of(weight * part.share(), pool.total()));
            }
        });
        if (parts.size() > MOST_GROUPS) {
            report.refuse(
                    path + ".forward",
                    "needs %d target groups, one for each weight of targets; AWS takes %d in one action"
                            .formatted(parts.size(), MOST_GROUPS),
                    "use fewer target groups, or fewer different weights of targets");
        }
        var exact = Shares.exact(shares, MOST_WEIGHT);
        if (exact.isEmpty()) {
            var nearest = new ArrayList<String>();
            var near = Shares.nearest(shares, MOST_WEIGHT);
            for (int i = 0; i < names.size(); i++) {
                nearest.add(names.get(i) + ": " + near.get(i));
            }
            report.refuse(
                    path + ".forward",
                    "is %s; AWS has weights of 0 to %d, which cannot give these shares exactly"
                            .formatted(
                                    forward.weights().entrySet().stream()
                                            .map(each -> each.getKey() + ": " + each.getValue())
                                            .collect(Collectors.joining(", ")),
                                    MOST_WEIGHT),
                    "change these weights, or those of the targets; in all, the nearest are "
                            + String.join(", ", nearest));
        }
        var weights = exact.orElseGet(() -> Shares.nearest(shares, MOST_WEIGHT));
        var weighted = new ArrayList<Weighted>();
        for (int i = 0; i < parts.size(); i++) {
            weighted.add(new Weighted(parts.get(i).targetGroup(), weights.get(i)));
        }
        return weighted;
    }

    /**
     * The port is always named in the URL that AWS makes, {@code :443} too.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html">
     *     RedirectActionConfig</a>
     */
    private dev.isobar.aws.resources.Action redirect(Action.Redirect redirect, Listener listener, String path) {
        if (redirect.status() != 301 && redirect.status() != 302) {
            report.refuse(
                    path + ".status",
                    "is %d; AWS redirects with 301 and 302 only".formatted(redirect.status()),
                    redirect.status() == 308
                            ? "use 301, with which clients may change POST into GET"
                            : "use 302, with which clients may change POST into GET");
        }
        var to = redirect.to();
        var own = listener.protocol().name().toLowerCase(Locale.ROOT);
        var scheme = to.scheme().orElse(own);
        if (own.equals("https") && scheme.equals("http")) {
            report.refuse(
                    path + ".scheme",
                    "is http; AWS does not redirect from https to http",
                    "leave out scheme, or respond from a target");
        }
        boolean sameScheme = scheme.equals(own);
        boolean samePort = to.port().isEmpty() ? sameScheme : to.port().getAsInt() == listener.port();
        if (sameScheme && samePort && to.host().isEmpty() && to.path().isEmpty()) {
            report.refuse(
                    path,
                    "changes nothing but the query; AWS wants another protocol, port, host or path, since all else"
                            + " would never end",
                    "name a path, a host or a port");
        }
        var port = to.port().isPresent()
                ? Integer.toString(to.port().getAsInt())
                : sameScheme ? "#{port}" : scheme.equals("https") ? "443" : "80";
        return new dev.isobar.aws.resources.Action.Redirect(
                to.scheme().map(text -> text.toUpperCase(Locale.ROOT)).orElse("#{protocol}"),
                part(to.host(), "#{host}", path + ".host"),
                port,
                new dev.isobar.aws.resources.Action.Resource(
                        part(to.path().map(rewrite -> whole(rewrite, path + ".path")), "/#{path}", path + ".path"),
                        part(to.query(), "#{query}", path + ".query")),
                "HTTP_" + redirect.status());
    }

    private String part(Optional<String> text, String same, String path) {
        text.ifPresent(written -> {
            if (written.length() > LONGEST_REDIRECT) {
                report.refuse(
                        path,
                        "has %d characters; AWS takes %d".formatted(written.length(), LONGEST_REDIRECT),
                        "shorten it");
            }
        });
        return text.orElse(same);
    }

    private String whole(PathRewrite rewrite, String path) {
        return switch (rewrite) {
            case PathRewrite.Whole(var whole) -> whole;
            case PathRewrite.Prefix(var prefix) -> {
                report.refuse(
                        path,
                        "replaces a prefix by \"" + prefix + "\"; redirects of AWS know only the whole path",
                        "write a whole path, or rewrite and forward instead");
                yield prefix;
            }
            case PathRewrite.Regex(var regex, var _) -> {
                report.refuse(
                        path,
                        "replaces \"" + regex.pattern() + "\"; redirects of AWS know only the whole path",
                        "write a whole path, or rewrite and forward instead");
                yield "/";
            }
        };
    }

    /**
     * @see <a
     *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html">
     *     FixedResponseActionConfig</a>
     */
    private dev.isobar.aws.resources.Action respond(Action.Respond respond, String path) {
        if (respond.status() >= 300 && respond.status() < 400) {
            report.refuse(
                    path + ".status",
                    "is %d; fixed responses of AWS have 2xx, 4xx or 5xx".formatted(respond.status()),
                    "use redirect, or another status");
        }
        if (respond.body().length() > LONGEST_BODY) {
            report.refuse(
                    path + ".body",
                    "has %d characters; AWS takes %d".formatted(respond.body().length(), LONGEST_BODY),
                    "shorten it, or answer from a target");
        }
        Optional<String> contentType =
                respond.body().isEmpty() ? Optional.empty() : Optional.of(contentType(respond, path));
        return new dev.isobar.aws.resources.Action.FixedResponse(respond.status(), contentType, respond.body());
    }

    private String contentType(Action.Respond respond, String path) {
        var whole = respond.contentType();
        var plain = whole.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (!CONTENT_TYPES.contains(plain)) {
            report.refuse(
                    path + ".contentType",
                    "is \"" + whole + "\"; AWS takes text/plain, text/css, text/html, application/javascript and"
                            + " application/json",
                    "use one of these, or answer from a target");
        } else if (!plain.equals(whole)) {
            report.emulated(
                    path + ".contentType",
                    "parameters of a content type",
                    "AWS takes none: Content-Type is %s, not %s".formatted(plain, whole));
        }
        return plain;
    }
}
