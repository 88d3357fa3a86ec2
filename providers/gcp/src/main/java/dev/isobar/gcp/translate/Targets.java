package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.NetworkEndpointGroup.NetworkEndpointType;
import dev.isobar.gcp.resources.NetworkEndpoints.NetworkEndpoint;
import dev.isobar.gcp.resources.Scope;
import dev.isobar.model.Cidr;
import dev.isobar.model.Target;
import dev.isobar.provider.Report;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Targets as network endpoints.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/negs">Network endpoint groups overview</a>
 */
final class Targets {
    private static final List<Cidr> PRIVATE = Stream.of(
                    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
            .map(Cidr::parse)
            .toList();

    private final Site site;
    private final Report report;

    Targets(Site site, Report report) {
        this.site = site;
        this.report = report;
    }

    /** Endpoints of one place and type are in one group. */
    record Place(Scope scope, NetworkEndpointType type) {
        boolean onInternet() {
            return type == NetworkEndpointType.INTERNET_FQDN_PORT || type == NetworkEndpointType.INTERNET_IP_PORT;
        }

        /**
         * Whether targets with weight 0 are attached here.
         *
         * @param serving the places that targets with weight have
         */
        boolean keepsIdle(Set<Place> serving) {
            return !serving.contains(this) && !onInternet();
        }
    }

    record Endpoint(Place place, NetworkEndpoint endpoint) {}

    /** @param path of the target */
    Endpoint of(Target target, Carrier carrier, String path) {
        return switch (target) {
            case Target.Address address -> address(address, path);
            case Target.Instance instance -> instance(instance, carrier, path);
            case Target.Function(var id, var _) ->
                refused(
                        path,
                        "is function %s; functions stand behind Google's load balancers in serverless groups, which are"
                                        .formatted(id)
                                + " not translated",
                        "write the host of its URL as an address, with port 443, and protocol: https");
            case Target.Bucket(var name, var _) ->
                refused(
                        path,
                        "is bucket %s; buckets stand behind Google's load balancers as backend buckets, which are not"
                                        .formatted(name)
                                + " translated",
                        "put a server in front of the bucket, or redirect to its web site");
            case Target.Balancer(var id, var _, var _) ->
                refused(
                        path,
                        "is load balancer %s; Google's load balancers have no others as targets".formatted(id),
                        "write its IP address or DNS name as an address");
        };
    }

    private Endpoint refused(String path, String what, String fix) {
        report.refuse(path, what, fix);
        return new Endpoint(
                new Place(new Scope.Global(), NetworkEndpointType.NON_GCP_PRIVATE_IP_PORT),
                new NetworkEndpoint(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty()));
    }

    private Endpoint instance(Target.Instance instance, Carrier carrier, String path) {
        if (!instance.id().matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?")) {
            report.refuse(
                    path,
                    "is \"%s\"; Google names virtual machines with 1 to 63 lower-case letters, digits and dashes"
                            .formatted(instance.id()),
                    "write the name of the machine, without project and zone");
        }
        boolean anyPort = carrier == Carrier.PASSTHROUGH;
        return new Endpoint(
                new Place(
                        site.zone(instance.share().zone(), path, report),
                        anyPort ? NetworkEndpointType.GCE_VM_IP : NetworkEndpointType.GCE_VM_IP_PORT),
                new NetworkEndpoint(
                        Optional.of(instance.id()),
                        Optional.empty(),
                        Optional.empty(),
                        anyPort ? OptionalInt.empty() : OptionalInt.of(instance.port())));
    }

    private Endpoint address(Target.Address address, String path) {
        var port = OptionalInt.of(address.port());
        if (address.isDnsName()) {
            withoutZone(address, path);
            return new Endpoint(
                    new Place(site.scope(), NetworkEndpointType.INTERNET_FQDN_PORT),
                    new NetworkEndpoint(Optional.empty(), Optional.empty(), Optional.of(address.host()), port));
        }
        var ip = Cidr.address(address.host());
        if (ip.isLoopbackAddress()) {
            report.refuse(
                    path,
                    "is \"%s\", a loopback address, which Google cannot reach".formatted(address.text()),
                    "write the address that the server has in its network");
        } else if (address.host().contains(":")) {
            report.refuse(
                    path,
                    "is \"%s\"; endpoints are made for IPv4 here".formatted(address.text()),
                    "write the IPv4 address of the server");
        }
        var endpoint = new NetworkEndpoint(Optional.empty(), Optional.of(address.host()), Optional.empty(), port);
        if (ip.isLoopbackAddress() || PRIVATE.stream().anyMatch(range -> range.contains(ip))) {
            return new Endpoint(
                    new Place(
                            site.zone(address.share().zone(), path, report),
                            NetworkEndpointType.NON_GCP_PRIVATE_IP_PORT),
                    endpoint);
        }
        withoutZone(address, path);
        return new Endpoint(new Place(site.scope(), NetworkEndpointType.INTERNET_IP_PORT), endpoint);
    }

    private void withoutZone(Target target, String path) {
        target.share()
                .zone()
                .ifPresent(zone -> report.missing(
                        path + ".zone",
                        "zone of a target",
                        "an endpoint on the internet has none; zone " + zone + " is not told to Google",
                        "remove zone"));
    }
}
