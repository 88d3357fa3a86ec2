package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.ForwardingRule;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The ports of forwarding rules. */
final class Ports {
    private static final int LAST = 65535;
    private static final int MOST_LISTED = 5;

    private Ports() {}

    private record Span(int first, int last) {
        boolean meets(Span other) {
            return first <= other.last && other.first <= last;
        }
    }

    /** Checks them, and completes a range. */
    static void accept(ForwardingRule wanted, ForwardingRule.Builder rule) {
        var given = Stream.of(wanted.getAllPorts(), wanted.hasPortRange(), wanted.getPortsCount() > 0)
                .filter(set -> set)
                .count();
        if (given > 1) {
            throw ApiError.invalid(
                    "resource.ports", wanted.getPortsList(), "ports, portRange and allPorts are mutually exclusive.");
        }
        if (wanted.getIPProtocol().equals("L3_DEFAULT") && !wanted.getAllPorts()) {
            throw ApiError.invalid("resource.allPorts", false, "The L3_DEFAULT protocol requires allPorts.");
        }
        if (wanted.hasTarget()) {
            ofProxy(wanted, rule);
        } else {
            ofService(wanted, rule);
        }
    }

    private static void ofProxy(ForwardingRule wanted, ForwardingRule.Builder rule) {
        if (!rule.getIPProtocol().equals("TCP")) {
            throw ApiError.invalid("resource.IPProtocol", rule.getIPProtocol(), "Target proxies take TCP only.");
        }
        if (wanted.getAllPorts() || wanted.getPortsCount() > 0) {
            throw ApiError.invalid(
                    "resource.ports", wanted.getPortsList(), "Forwarding rules of target proxies have a portRange.");
        }
        if (!wanted.hasPortRange()) {
            throw ApiError.required("resource.portRange");
        }
        var span = span("resource.portRange", wanted.getPortRange());
        if (span.first() != span.last()) {
            throw ApiError.invalid(
                    "resource.portRange", wanted.getPortRange(), "Forwarding rules of target proxies have one port.");
        }
        rule.setPortRange(span.first() + "-" + span.last());
    }

    private static void ofService(ForwardingRule wanted, ForwardingRule.Builder rule) {
        if (wanted.getPortsCount() > MOST_LISTED
                || new HashSet<>(wanted.getPortsList()).size() < wanted.getPortsCount()) {
            throw ApiError.invalid(
                    "resource.ports", wanted.getPortsList(), "Up to five different ports can be listed.");
        }
        for (var port : wanted.getPortsList()) {
            span("resource.ports", port);
        }
        if (wanted.hasPortRange()) {
            var span = span("resource.portRange", wanted.getPortRange());
            rule.setPortRange(span.first() + "-" + span.last());
        }
        if (!wanted.hasPortRange() && wanted.getPortsCount() == 0 && !wanted.getAllPorts()) {
            throw ApiError.required("resource.ports");
        }
    }

    private static Span span(String field, String text) {
        if (text.matches("[0-9]{1,5}(?:-[0-9]{1,5})?")) {
            var ends = text.split("-", -1);
            var span = new Span(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
            if (span.first() >= 1 && span.first() <= span.last() && span.last() <= LAST) {
                return span;
            }
        }
        throw ApiError.invalid(field, text, "Must be a port or a range of ports from 1 to 65535.");
    }

    private static List<Span> spans(ForwardingRule rule) {
        if (rule.hasPortRange()) {
            return List.of(span("resource.portRange", rule.getPortRange()));
        }
        return rule.getPortsCount() > 0
                ? rule.getPortsList().stream()
                        .map(port -> span("resource.ports", port))
                        .toList()
                : List.of(new Span(1, LAST));
    }

    /** @throws ApiError where another rule has a port of the address */
    static void free(Store store, ForwardingRule rule) {
        boolean taken = store.all(ForwardingRule.class)
                .filter(other -> other.getIPAddress().equals(rule.getIPAddress())
                        && Objects.equals(other.getNetwork(), rule.getNetwork())
                        && other.getIPProtocol().equals(rule.getIPProtocol()))
                .anyMatch(other -> spans(other).stream()
                        .anyMatch(span -> spans(rule).stream().anyMatch(span::meets)));
        if (taken) {
            throw ApiError.invalid(
                    "resource.IPAddress",
                    rule.getIPAddress(),
                    "Specified IP address is in-use and would result in a conflict.");
        }
    }
}
