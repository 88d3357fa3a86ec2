package dev.isobar.model.file;

import dev.isobar.model.InvalidValue;
import dev.isobar.model.Place;
import dev.isobar.model.Target;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the places of a load balancer are written. */
final class PlaceFormat {
    private static final Format<Place.Scheme> SCHEME = Scalars.oneOf(Place.Scheme.class);
    private static final String SCHEME_TEXT = "whether clients come from outside the private network";

    private static final Format<Place.Aws> AWS = Keys.object("aws", "A place in Amazon Web Services.", keys -> {
        var region = keys.required("region", Scalars.text("region"), "such as eu-west-1");
        var vpc = keys.optional("vpc", Scalars.text("id"), "network of the targets");
        var subnets = keys.required("subnets", Groupings.list(Scalars.text("id")), "in two availability zones or more");
        var securityGroups =
                keys.optional("securityGroups", Groupings.list(Scalars.text("id")), List.of(), "of the load balancer");
        var scheme = keys.defaulted("scheme", SCHEME, "public", SCHEME_TEXT);
        return values -> new Place.Aws(
                values.get(region),
                values.get(vpc),
                values.get(subnets),
                values.get(securityGroups),
                values.get(scheme));
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

    private static final Format<Place.Azure> AZURE = Keys.object("azure", "A place in Microsoft Azure.", keys -> {
        var subscription = keys.required("subscription", Scalars.text("id"), "subscription id");
        var resourceGroup = keys.required("resourceGroup", Scalars.text("name"), "resource group");
        var location = keys.required("location", Scalars.text("location"), "such as westeurope");
        var subnet = keys.required("subnet", Scalars.text("id"), "resource id of the subnet of the gateway");
        var scheme = keys.defaulted("scheme", SCHEME, "public", SCHEME_TEXT);
        return values -> new Place.Azure(
                values.get(subscription),
                values.get(resourceGroup),
                values.get(location),
                values.get(subnet),
                values.get(scheme));
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
        return values -> new Place.Local(values.get(bind), values.get(ports), values.get(admin), values.get(accessLog));
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
