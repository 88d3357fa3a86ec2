package dev.isobar.azure.translate;

import dev.isobar.model.Action;
import dev.isobar.model.Algorithm;
import dev.isobar.model.Model;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.Report;
import java.time.Duration;
import java.util.List;

/** What target groups of connections and datagrams have in common: nothing in Azure shares them out by weight. */
final class FlowGroups {
    private final Model model;
    private final Report report;

    FlowGroups(Model model, Report report) {
        this.model = model;
        this.report = report;
    }

    /** The one group that takes all. */
    TargetGroup only(Action.Forward forward, String path) {
        var taking = forward.weights().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .toList();
        if (taking.size() > 1) {
            report.refuse(
                    path + ".forward",
                    "shares connections between target groups; Azure has one pool for each rule of tcp, tls and udp",
                    "forward to one group, or use an http or https listener");
        }
        return model.group(taking.getFirst().getKey());
    }

    /** The targets that take traffic; all with the same weight. */
    List<Target.Address> targets(TargetGroup group) {
        var classes = new Targets(report).byWeight(group);
        if (classes.size() > 1) {
            report.refuse(
                    "targetGroups." + group.name() + ".targets",
                    "have the weights %s; Azure shares connections out evenly"
                            .formatted(classes.keySet().stream()
                                    .map(String::valueOf)
                                    .toList()),
                    "give all targets the same weight, or use an http or https listener");
        }
        return classes.values().stream().flatMap(List::stream).toList();
    }

    /** What a listener for connections leaves no place for. */
    void unused(TargetGroup group) {
        var at = "targetGroups." + group.name() + ".timeouts.response";
        if (Upstreams.differs(
                group.upstream().timeouts().response(),
                ModelDefaults.UPSTREAM.timeouts().response(),
                at,
                report)) {
            report.missing(
                    at,
                    "timeouts of connections",
                    "Azure has one idle timeout for connections, that of the listener",
                    "remove it, and write idle for the listener");
        }
    }

    /** Refuses what asks for another choice than in turn. */
    void inTurn(TargetGroup group, String kind) {
        var path = "targetGroups." + group.name();
        if (!(group.balancing().algorithm() instanceof Algorithm.RoundRobin)) {
            report.refuse(
                    path + ".algorithm",
                    "is not round-robin; " + kind + " of Azure have no other",
                    "use algorithm: round-robin");
        }
        group.balancing()
                .stickiness()
                .ifPresent(_ -> report.refuse(
                        path + ".stickiness",
                        "keeps clients with a target; " + kind + " of Azure do not",
                        "remove stickiness, or pass TLS on: a listener without tls"));
    }

    /** Whether a time is what a file gets that says nothing. */
    boolean isUsual(Duration time, Duration usual, String path) {
        return time.equals(usual) && !report.written(path);
    }
}
