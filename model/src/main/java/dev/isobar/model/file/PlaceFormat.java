package dev.isobar.model.file;

import dev.isobar.model.Cidr;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Place;
import dev.isobar.model.Target;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How the places of a load balancer are written. */
final class PlaceFormat {
    private static final Format<Place.Scheme> SCHEME = Scalars.oneOf(Place.Scheme.class);
    private static final String SCHEME_TEXT = "whether clients come from outside the private network";

    private static final Format<Place.Aws.AccessLogs> AWS_LOGS =
            Keys.object("aws access logs", "Access logs in S3.", keys -> {
                var bucket = keys.required(
                        "bucket", Scalars.text("name"), "in the same region, with a policy that lets AWS write there");
                var prefix = keys.defaulted("prefix", Scalars.anything("text"), "", "of the keys in the bucket");
                return values -> new Place.Aws.AccessLogs(values.get(bucket), values.get(prefix));
            });

    private static final Format<Place.Aws.Options> AWS_OPTIONS =
            Keys.object("aws load balancer", "What only load balancers of AWS have.", keys -> {
                var addresses = keys.defaulted(
                        "addresses",
                        Scalars.oneOf(Scalars.words(Map.entry("ipv4", false), Map.entry("dualstack", true))),
                        "ipv4",
                        "what clients come by; dualstack is IPv4 and IPv6, and the only one for targets with IPv6");
                var deletionProtection = keys.defaulted(
                        "deletionProtection", Scalars.truth(), "false", "whether AWS refuses to delete it");
                var crossZone = keys.defaulted(
                        "crossZone",
                        Scalars.truth(),
                        "false",
                        "whether tcp, tls and udp listeners share out to targets of all zones; http and https always"
                                + " do");
                var accessLogs = keys.optional("accessLogs", AWS_LOGS, "without it there are none");
                var desync = keys.defaulted(
                        "desync",
                        Scalars.oneOf(Place.Aws.Desync.class),
                        "defensive",
                        "what http and https listeners do with requests that servers may read in two ways");
                var dropInvalidHeaders = keys.defaulted(
                        "dropInvalidHeaders",
                        Scalars.truth(),
                        "false",
                        "whether header fields with other characters than letters, digits and dashes are removed");
                var anomalyMitigation = keys.defaulted(
                        "anomalyMitigation",
                        Scalars.truth(),
                        "false",
                        "whether groups with algorithm random send less to targets that fail more than others");
                return values -> new Place.Aws.Options(
                        values.get(addresses),
                        values.get(deletionProtection),
                        values.get(crossZone),
                        values.get(accessLogs),
                        new Place.Aws.Requests(
                                values.get(desync), values.get(dropInvalidHeaders), values.get(anomalyMitigation)));
            });

    private static final Format<Place.Aws> AWS = Keys.object("aws", "A place in Amazon Web Services.", keys -> {
        var region = keys.required("region", Scalars.text("region"), "such as eu-west-1");
        var vpc = keys.optional("vpc", Scalars.text("id"), "network of the targets");
        var subnets = keys.required("subnets", Groupings.list(Scalars.text("id")), "in two availability zones or more");
        var securityGroups =
                keys.optional("securityGroups", Groupings.list(Scalars.text("id")), List.of(), "of the load balancer");
        var scheme = keys.defaulted("scheme", SCHEME, "public", SCHEME_TEXT);
        var loadBalancer = keys.section("loadBalancer", AWS_OPTIONS, "what only load balancers of AWS have");
        return values -> new Place.Aws(
                values.get(region),
                values.get(vpc),
                values.get(subnets),
                values.get(securityGroups),
                values.get(scheme),
                values.get(loadBalancer));
    });

    private static final Format<Place.Gcp> GCP = Keys.object("gcp", "A place in Google Cloud.", keys -> {
        var project = keys.required("project", Scalars.text("id"), "project id");
        var scope = keys.defaulted(
                "scope",
                Scalars.oneOf(Scalars.words(Map.entry("global", true), Map.entry("regional", false))),
                "global",
                "global or regional load balancer; regional needs region");
        var region = keys.optional("region", Scalars.text("region"), "such as europe-west1");
        var zone = keys.optional("zone", Scalars.text("zone"), "of targets that name none, such as europe-west1-b");
        var network = keys.optional("network", Scalars.text("name"), "network of the targets; without it default");
        var subnet = keys.optional("subnet", Scalars.text("name"), "subnet of the load balancer; for scheme internal");
        var scheme = keys.defaulted("scheme", SCHEME, "public", SCHEME_TEXT);
        return values -> {
            InvalidValue.require(
                    values.get(scope) != values.has(region),
                    values.get(scope)
                            ? "a global load balancer has no region"
                            : "a regional load balancer needs a region",
                    values.get(scope) ? "remove region, or add scope: regional" : "add region, such as europe-west1");
            return new Place.Gcp(
                    values.get(project),
                    values.get(region)
                            .<Place.Scope>map(Place.Scope.Regional::new)
                            .orElseGet(Place.Scope.Global::new),
                    values.get(zone),
                    new Place.GcpNetwork(values.get(network), values.get(subnet)),
                    values.get(scheme));
        };
    });

    private static final Format<Place.Capacity> CAPACITY =
            Keys.object("capacity", "Between how many capacity units a gateway of Azure scales by itself.", keys -> {
                var min = keys.defaulted("min", Scalars.whole(0, 100), "2", "units that are there without any load");
                var max = keys.defaulted("max", Scalars.whole(2, 125), "10", "units at most");
                return values -> new Place.Capacity(values.get(min), values.get(max));
            });

    private static final Format<Place.Azure> AZURE = Keys.object("azure", "A place in Microsoft Azure.", keys -> {
        var subscription = keys.required("subscription", Scalars.text("id"), "subscription id");
        var resourceGroup = keys.required("resourceGroup", Scalars.text("name"), "resource group");
        var location = keys.required("location", Scalars.text("location"), "such as westeurope");
        var subnet = keys.required("subnet", Scalars.text("id"), "resource id of the subnet of the gateway");
        var loadBalancerSubnet = keys.optional(
                "loadBalancerSubnet",
                Scalars.text("id"),
                "resource id of the subnet of a Load Balancer; for scheme internal with tcp and udp listeners");
        var scheme = keys.defaulted("scheme", SCHEME, "public", SCHEME_TEXT);
        var privateAddress = keys.optional(
                "privateAddress",
                Scalars.text("IP address"),
                "address of the gateway in its subnet; for scheme internal with http, https and tls listeners");
        var zones = keys.optional(
                "zones",
                Groupings.list(Scalars.text("zone")),
                List.of(),
                "availability zones, such as \"1\"; without them Azure chooses");
        var capacity = keys.section("capacity", CAPACITY, "how the gateway scales");
        var identity = keys.optional(
                "identity",
                Scalars.text("id"),
                "resource id of the managed identity that reads certificates of a Key Vault");
        return values -> new Place.Azure(
                values.get(subscription),
                values.get(resourceGroup),
                values.get(location),
                new Place.AzureNetwork(
                        values.get(scheme),
                        values.get(subnet),
                        values.get(loadBalancerSubnet),
                        values.get(privateAddress)),
                new Place.AzureGateway(new TreeSet<>(values.get(zones)), values.get(capacity), values.get(identity)));
    });

    private static final Format<Place.AccessLog> ACCESS_LOG = Groupings.shortOrLong(
            Scalars.<Place.AccessLog>oneOf(Scalars.words(Map.entry("off", new Place.AccessLog.Off()))),
            Keys.<Place.AccessLog>object("access log", "One line for each request.", keys -> {
                var format = keys.defaulted(
                        "format", Scalars.oneOf(Place.AccessLog.Format.class), "combined", "form of a line");
                var file = keys.optional("file", Groupings.file("file"), "without it standard output");
                return values -> new Place.AccessLog.On(values.get(format), values.get(file));
            }));

    private static final Format<SortedMap<Integer, Integer>> PORTS = Groupings.as(
            Groupings.map(
                    new Groupings.KeyForm("port of a listener", "^[0-9]{1,5}$", (_, _, _) -> true), ActionFormat.PORT),
            PlaceFormat::ports);

    private static final Format<Place.ProxyProtocol> PROXY_PROTOCOL = Keys.object(
            "proxy protocol", "Where connections begin with a header that tells who the client is.", keys -> {
                var from = keys.optional(
                        "from",
                        Groupings.as(
                                Groupings.map(
                                        Groupings.KeyForm.any("listener"), Groupings.oneOrMore(ListenerFormat.RANGE)),
                                PlaceFormat::sorted),
                        new TreeMap<String, SortedSet<Cidr>>(),
                        "listener to the proxies in front of it, IP addresses or ranges: each connection comes from one"
                                + " of them, with a header of version 1 or 2");
                var to = keys.optional(
                        "to",
                        Groupings.map(ActionFormat.TARGET_GROUP, Scalars.oneOf(Place.ProxyProtocol.Version.class)),
                        new TreeMap<>(),
                        "target group with protocol tcp or tls to the version of the header that its targets want");
                return values -> new Place.ProxyProtocol(values.get(from), values.get(to));
            });

    private static final Format<Place.LocalTls> LOCAL_TLS =
            Keys.object("local tls", "What only local-proxy does where it ends TLS.", keys -> {
                var ocsp = keys.optional(
                        "ocsp",
                        Groupings.map(Groupings.KeyForm.any("certificate"), Groupings.file("file")),
                        new TreeMap<String, String>(),
                        "certificate to the file with the OCSP response (DER) that is stapled to handshakes while it is"
                                + " fresh");
                var strictNames = keys.optional(
                        "strictNames",
                        Groupings.oneOrMore(Scalars.text("listener")),
                        List.of(),
                        "listeners that refuse clients that name no host, or one that no certificate is for; others get"
                                + " the first certificate");
                return values -> new Place.LocalTls(values.get(ocsp), new TreeSet<>(values.get(strictNames)));
            });

    private static final Format<Place.Local> LOCAL = Keys.object("local", "Served right here by local-proxy.", keys -> {
        var bind = keys.defaulted(
                "bind",
                Scalars.text("IP address"),
                "127.0.0.1",
                "address that listeners are opened on; 0.0.0.0 for all");
        var ports = keys.optional(
                "ports",
                PORTS,
                new TreeMap<>(),
                "port of a listener to the port that is opened instead, as in {80: 8080}");
        var admin = keys.optional(
                "admin",
                Scalars.text(
                        "host:port", Map.of("type", "string"), text -> Target.Address.parse(text, Target.Share.ONE)),
                "loopback address of /metrics and /status; without it none");
        var accessLog = keys.defaulted("accessLog", ACCESS_LOG, "off", "off, or a map with format and file");
        var proxyProtocol = keys.section(
                "proxyProtocol", PROXY_PROTOCOL, "headers that tell who the client is; for http, https, tcp and tls");
        var desync = keys.defaulted(
                "desync",
                Scalars.oneOf(Place.Tolerance.class),
                "strictest",
                "what http and https listeners do with requests that others may read in another way");
        var tls = keys.section("tls", LOCAL_TLS, "what only local-proxy does where it ends TLS");
        return values -> new Place.Local(
                values.get(bind),
                values.get(ports),
                values.get(admin),
                values.get(accessLog),
                values.get(proxyProtocol),
                values.get(desync),
                values.get(tls));
    });

    static final Format<Place> FORMAT = Keys.object(
            "place", "Where the load balancer goes: the only part of the file that is not neutral.", keys -> {
                var aws = keys.optional("aws", AWS, "Amazon Web Services");
                var gcp = keys.optional("gcp", GCP, "Google Cloud");
                var azure = keys.optional("azure", AZURE, "Microsoft Azure");
                var local = keys.section("local", LOCAL, "local-proxy");
                return values -> new Place(values.get(aws), values.get(gcp), values.get(azure), values.get(local));
            });

    private PlaceFormat() {}

    private static SortedMap<String, SortedSet<Cidr>> sorted(Map<String, List<Cidr>> written) {
        var sorted = new TreeMap<String, SortedSet<Cidr>>();
        written.forEach((name, ranges) -> sorted.put(name, new TreeSet<>(ranges)));
        return sorted;
    }

    private static SortedMap<Integer, Integer> ports(Map<String, Integer> written) {
        var ports = new TreeMap<Integer, Integer>();
        written.forEach((from, to) -> {
            InvalidValue.require(
                    from.matches("[1-9][0-9]{0,4}") && Integer.parseInt(from) <= 65_535,
                    "\"" + from + "\" is not a port of a listener",
                    "write the port of the listener before the colon, as in {80: 8080}");
            ports.put(Integer.valueOf(from), to);
        });
        return ports;
    }
}
