package dev.isobar.azure.translate;

import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Targets as addresses. Azure has the port in its settings, one for all targets.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-components#backend-pools">
 *     Backend pools</a>
 */
final class Targets {
    private final Report report;

    Targets(Report report) {
        this.report = report;
    }

    /** Those that take traffic, by weight. */
    SortedMap<Integer, List<Target.Address>> byWeight(TargetGroup group) {
        var classes = new TreeMap<Integer, List<Target.Address>>(Collections.reverseOrder());
        for (int i = 0; i < group.targets().size(); i++) {
            var target = group.targets().get(i);
            var path = "targetGroups." + group.name() + ".targets[" + i + "]";
            target.share()
                    .zone()
                    .ifPresent(zone -> report.emulated(
                            path, "zone of a target", "Azure does not ask for it; " + zone + " is for reading only"));
            if (!(target instanceof Target.Address address)) {
                notAnAddress(target, path);
            } else if (target.weight() == 0) {
                report.emulated(path, "target with weight 0", target.text() + " is not in the pool");
            } else {
                if (address.host().contains(":")) {
                    report.refuse(
                            path,
                            "is \"" + address.text() + "\"; gateways and load balancers of Azure reach targets by IPv4"
                                    + " only, unless everything has both",
                            "give its IPv4 address");
                }
                classes.computeIfAbsent(target.weight(), _ -> new ArrayList<>()).add(address);
            }
        }
        return classes;
    }

    private void notAnAddress(Target target, String path) {
        switch (target) {
            case Target.Address _ -> {}
            case Target.Instance _ ->
                report.refuse(
                        path,
                        "is " + target.text() + "; a pool of Azure has addresses, and a machine joins it from its own"
                                + " network interface",
                        "give the private IP address of the machine");
            case Target.Function _ ->
                report.refuse(
                        path,
                        "is " + target.text() + "; Azure reaches functions as web sites",
                        "give its host, as in NAME.azurewebsites.net:443, in a group with protocol: https");
            case Target.Bucket _ ->
                report.refuse(
                        path,
                        "is " + target.text() + "; Azure reaches storage as a web site",
                        "give its host, as in ACCOUNT.blob.core.windows.net:443, in a group with protocol: https");
            case Target.Balancer _ ->
                report.refuse(
                        path,
                        "is " + target.text() + "; a pool of Azure has addresses",
                        "give the address of the other load balancer");
        }
    }

    /**
     * The one port of the targets that take traffic.
     *
     * @param usual where there are none
     */
    int port(TargetGroup group, int usual) {
        var first = OptionalInt.empty();
        for (int i = 0; i < group.targets().size(); i++) {
            if (group.targets().get(i) instanceof Target.Address address && address.weight() > 0) {
                if (first.isPresent() && first.getAsInt() != address.port()) {
                    report.refuse(
                            "targetGroups." + group.name() + ".targets[" + i + "]",
                            "is \"%s\", others have port %d; Azure has one port for all targets of a group"
                                    .formatted(address.text(), first.getAsInt()),
                            "let them listen on the same port, or use a target group and a rule for each port");
                }
                first = OptionalInt.of(first.orElse(address.port()));
            }
        }
        return first.orElse(usual);
    }
}
