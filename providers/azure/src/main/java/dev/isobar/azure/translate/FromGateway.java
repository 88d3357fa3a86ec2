package dev.isobar.azure.translate;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.ClientSide;
import dev.isobar.azure.resources.Routing.Outcome;
import dev.isobar.azure.resources.Routing.RequestRoutingRule;
import dev.isobar.azure.resources.Routing.RoutingRule;
import dev.isobar.azure.resources.Routing.RuleAction;
import dev.isobar.azure.translate.FromOutcomes.Place;
import dev.isobar.azure.translate.FromOutcomes.Said;
import dev.isobar.azure.translate.FromRules.Entry;
import dev.isobar.azure.translate.FromRules.Hosted;
import dev.isobar.model.Action;
import dev.isobar.model.HostPattern;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Listener;
import dev.isobar.model.Routes;
import dev.isobar.model.TlsTermination;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.NewNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * Listeners of an Application Gateway: those of one port are one of a model, which tells hosts apart by its rules.
 *
 * @see HttpListeners
 * @see TlsListeners
 */
final class FromGateway {
    private static final Said NOTHING = new Said(FromOutcomes.NOT_FOUND, Optional.empty(), false);

    private final ApplicationGateway gateway;
    private final OurNames names;
    private final FromGroups groups;
    private final FromCertificates certificates;
    private final FromOutcomes outcomes;
    private final NewNames fresh;
    private final Losses losses;

    FromGateway(
            ApplicationGateway gateway,
            OurNames names,
            FromGroups groups,
            FromCertificates certificates,
            NewNames fresh,
            Losses losses) {
        this.gateway = gateway;
        this.names = names;
        this.groups = groups;
        this.certificates = certificates;
        this.fresh = fresh;
        this.losses = losses;
        outcomes = new FromOutcomes(gateway, groups, names, losses);
    }

    /** A listener of Azure with its rule. */
    private record Ruled<T>(
            String part,
            ClientSide.Endpoint endpoint,
            SortedSet<String> hosts,
            Optional<ClientSide.Tls> tls,
            int priority,
            T rule) {}

    List<Listener> listeners() {
        var all = new ArrayList<Listener>();
        var requests = ruled();
        reach(requests);
        byPort(requests).forEach((port, some) -> all.add(http(port, some)));
        byPort(flows()).forEach((port, some) -> all.add(tls(port, some)));
        return all;
    }

    private List<Ruled<RequestRoutingRule>> ruled() {
        var rules = new LinkedHashMap<String, RequestRoutingRule>();
        gateway.routing().requestRoutingRules().values().forEach(rule -> rules.put(rule.httpListener(), rule));
        var ruled = new ArrayList<Ruled<RequestRoutingRule>>();
        gateway.clients().httpListeners().forEach((name, listener) -> {
            var rule = rules.get(name);
            if (rule == null) {
                unruled(name);
            } else {
                ruled.add(new Ruled<>(
                        name, listener.endpoint(), listener.hostNames(), listener.tls(), rule.priority(), rule));
            }
        });
        return ruled;
    }

    private List<Ruled<RoutingRule>> flows() {
        var rules = new LinkedHashMap<String, RoutingRule>();
        gateway.routing().routingRules().values().forEach(rule -> rules.put(rule.listener(), rule));
        var ruled = new ArrayList<Ruled<RoutingRule>>();
        gateway.clients().listeners().forEach((name, listener) -> {
            var rule = rules.get(name);
            if (rule == null) {
                unruled(name);
            } else {
                ruled.add(new Ruled<>(
                        name, listener.endpoint(), listener.hostNames(), listener.tls(), rule.priority(), rule));
            }
        });
        return ruled;
    }

    private void unruled(String name) {
        losses.add(gateway.ref(), "clients." + name, "is a listener without a rule; left out", "listeners");
    }

    /** In the order in which Azure asks. */
    private <T> Map<Integer, List<Ruled<T>>> byPort(List<Ruled<T>> all) {
        var byPort = new LinkedHashMap<Integer, List<Ruled<T>>>();
        all.stream()
                .sorted(Comparator.comparingInt(Ruled::priority))
                .forEach(one -> byPort.computeIfAbsent(
                                gateway.clients()
                                        .frontendPorts()
                                        .getOrDefault(one.endpoint().frontendPort(), 1),
                                _ -> new ArrayList<>())
                        .add(one));
        return byPort;
    }

    /** Groups are known before the first forward is read: their own settings tell what is special about others. */
    private void reach(List<Ruled<RequestRoutingRule>> all) {
        all.stream().flatMap(one -> outcomes(one.rule().action())).forEach(outcomes::reach);
    }

    private Stream<Outcome> outcomes(RuleAction action) {
        return switch (action) {
            case RuleAction.Basic(var outcome) -> Stream.of(outcome);
            case RuleAction.PathBasedRouting(var name) -> {
                var map = gateway.routing().urlPathMaps().get(name);
                yield map == null
                        ? Stream.empty()
                        : Stream.concat(
                                map.pathRules().values().stream().map(rule -> rule.outcome()),
                                Stream.of(map.otherwise()));
            }
        };
    }

    private Listener http(int port, List<Ruled<RequestRoutingRule>> all) {
        var name = name(all);
        var tls = end(all, name);
        var protocol = tls.isPresent() ? "https" : "http";
        var hosted = new ArrayList<Hosted>();
        for (var one : all) {
            for (var host : hosts(one.part(), one.hosts())) {
                hosted.add(hosted(one.rule().action(), new Place(protocol, port, host, "listeners." + name)));
            }
        }
        return new Listener.Http(name, port, tls, routes(hosted, name), ModelDefaults.CLIENT);
    }

    /** The name of the model; for what others made the usual word and the port. */
    private <T> String name(List<Ruled<T>> all) {
        var last = all.getLast();
        if (!names.of(last.part()).isEmpty()) {
            return fresh.of(names.first(last.part()));
        }
        return fresh.of(last.part());
    }

    private <T> Optional<TlsTermination> end(List<Ruled<T>> all, String name) {
        var shown = all.stream().flatMap(one -> one.tls().stream()).toList();
        return shown.isEmpty() ? Optional.empty() : Optional.of(certificates.of(shown, gateway, name));
    }

    private List<Optional<HostPattern>> hosts(String part, SortedSet<String> written) {
        if (written.isEmpty()) {
            return List.of(Optional.empty());
        }
        var hosts = new ArrayList<Optional<HostPattern>>();
        for (var host : written) {
            try {
                hosts.add(Optional.of(HostPattern.parse(host)));
            } catch (InvalidValue e) {
                losses.add(
                        gateway.ref(),
                        "clients." + part + ".hostNames",
                        "has \"" + host + "\"; " + e.getMessage() + "; left out",
                        "listeners");
            }
        }
        return hosts;
    }

    private Routes routes(List<Hosted> hosted, String name) {
        var last = hosted.stream().filter(one -> one.host().isEmpty()).findFirst();
        if (last.isEmpty()) {
            losses.add(
                    gateway.ref(),
                    "clients.httpListeners",
                    "has no listener for other hosts: Azure answers them with 404",
                    "listeners." + name + ".default");
        }
        var all = new ArrayList<>(hosted);
        last.ifPresent(all::remove);
        all.add(last.orElse(new Hosted(Optional.empty(), List.of(), NOTHING)));
        var imported = FromRules.of(
                all, last.map(Hosted::last).orElse(NOTHING), names.model().isPresent());
        imported.left()
                .forEach(host -> losses.add(
                        gateway.ref(),
                        "clients.httpListeners",
                        "has a listener for %s alone, which does what those around it do; left out"
                                .formatted(host.text()),
                        "listeners." + name + ".rules"));
        return imported.routes();
    }

    private Hosted hosted(RuleAction action, Place place) {
        return switch (action) {
            case RuleAction.Basic(var outcome) -> new Hosted(place.host(), List.of(), outcomes.of(outcome, place));
            case RuleAction.PathBasedRouting(var name) -> {
                var map = gateway.routing().urlPathMaps().get(name);
                if (map == null) {
                    losses.add(
                            gateway.ref(),
                            "routing.urlPathMaps." + name,
                            "does what a model has no words for; its requests get 404 instead",
                            place.path());
                    yield new Hosted(place.host(), List.of(), NOTHING);
                }
                var entries = map.order().names().stream()
                        .map(rule -> {
                            var found = Objects.requireNonNull(map.pathRules().get(rule), rule);
                            return new Entry(
                                    rule,
                                    found.paths(),
                                    outcomes.of(found.outcome(), place).action());
                        })
                        .toList();
                yield new Hosted(place.host(), entries, outcomes.of(map.otherwise(), place));
            }
        };
    }

    private Listener tls(int port, List<Ruled<RoutingRule>> all) {
        var name = name(all);
        var idle = Duration.ofHours(1);
        var hosted = new ArrayList<Hosted>();
        for (var one : all) {
            var group = groups.group(one.rule().backendAddressPool());
            groups.connections(group, gateway, one.rule().backendSettings());
            var settings =
                    gateway.targets().backendSettingsCollection().get(one.rule().backendSettings());
            if (settings != null) {
                idle = Duration.ofSeconds(settings.timeout());
            }
            for (var host : hosts(one.part(), one.hosts())) {
                hosted.add(new Hosted(host, List.of(), new Said(Action.Forward.to(group), Optional.empty(), false)));
            }
        }
        return new Listener.Tls(name, port, end(all, name), routes(hosted, name), idle);
    }
}
