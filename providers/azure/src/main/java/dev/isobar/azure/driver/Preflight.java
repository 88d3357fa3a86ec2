package dev.isobar.azure.driver;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.FrontendIPConfiguration;
import dev.isobar.azure.resources.LoadBalancer;
import dev.isobar.azure.resources.PublicIPAddress;
import dev.isobar.model.Cidr;
import dev.isobar.provider.Change;
import dev.isobar.provider.Obstacle;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Schedule;
import dev.isobar.provider.Step;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** What is known before to stand in the way of a plan. Reads the subnets that the plan names, and quotas. */
final class Preflight {
    /**
     * The first four addresses of a subnet and the last.
     *
     * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-infrastructure#size-of-the-subnet">
     *     Size of the subnet</a>
     */
    private static final int KEPT_BY_AZURE = 5;

    private static final String DELEGATE = "Microsoft.Network/applicationGateways";
    private static final int LONGEST_COUNTED = 30;

    /**
     * How many of a list a gateway may have.
     *
     * @see <a href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-application-gateway-limits">
     *     Limits of Application Gateway</a>
     */
    private static final Map<String, Integer> LIMITS = new TreeMap<>(Map.of(
            "frontendIPConfigurations", 2,
            "backendAddressPools", 100,
            "backendHttpSettingsCollection", 100,
            "probes", 100,
            "httpListeners", 200,
            "requestRoutingRules", 400,
            "urlPathMaps", 200,
            "redirectConfigurations", 200,
            "rewriteRuleSets", 400,
            "sslCertificates", 100));

    private final Plan plan;
    private final World world;
    private final Wire wire;
    private final Group group;
    private final Predicate<String> ours;
    private final List<Obstacle> obstacles = new ArrayList<>();

    private Preflight(Plan plan, World world, Wire wire, Group group, Predicate<String> ours) {
        this.plan = plan;
        this.world = world;
        this.wire = wire;
        this.group = group;
        this.ours = ours;
    }

    /** @param ours by the names of parts */
    static List<Obstacle> of(
            Plan plan, Schedule schedule, World world, Wire wire, Group group, Predicate<String> ours) {
        var preflight = new Preflight(plan, world, wire, group, ours);
        plan.changes().forEach(preflight::check);
        schedule.tasks().forEach(task -> preflight.counts(task.step()));
        preflight.quotas();
        return preflight.obstacles.stream().distinct().toList();
    }

    private void add(String what, String fix) {
        obstacles.add(new Obstacle(what, fix));
    }

    private void check(Change change) {
        switch (change) {
            case Change.Create(var made) -> {
                if (world.taken().contains(made.ref())) {
                    add(
                            made.ref() + " is there already, and not of this model",
                            "rename the model, or remove the other one");
                }
                switch (made) {
                    case ApplicationGateway gateway -> subnets(gateway);
                    case LoadBalancer balancer -> subnets(balancer);
                    default -> {}
                }
            }
            case Change.Update(ApplicationGateway before, ApplicationGateway after) -> fixed(before, after);
            case Change.Update(LoadBalancer before, LoadBalancer after) -> {
                fixed(after.ref(), "location", before.location(), after.location());
                frontends(after.ref(), before.frontendIPConfigurations(), after.frontendIPConfigurations());
            }
            case Change.Update(PublicIPAddress before, PublicIPAddress after) -> {
                fixed(after.ref(), "location", before.location(), after.location());
                fixed(after.ref(), "zones", before.zones(), after.zones());
            }
            case Change.Update _ -> {}
            case Change.Delete(var before) -> takesAlong(before.ref());
        }
    }

    // What cannot change.

    private void fixed(ApplicationGateway before, ApplicationGateway after) {
        fixed(
                after.ref(),
                "location",
                before.deployment().location(),
                after.deployment().location());
        fixed(
                after.ref(),
                "zones",
                before.deployment().zones(),
                after.deployment().zones());
        fixed(
                after.ref(),
                "subnet",
                before.clients().gatewayIPConfigurations().values(),
                after.clients().gatewayIPConfigurations().values());
        frontends(
                after.ref(),
                before.clients().frontendIPConfigurations(),
                after.clients().frontendIPConfigurations());
    }

    private void frontends(
            Ref ref, Map<String, FrontendIPConfiguration> before, Map<String, FrontendIPConfiguration> after) {
        after.forEach((name, wanted) -> {
            var there = before.get(name);
            if (there != null && !there.equals(wanted)) {
                fixed(ref, "address of " + name, there, wanted);
            }
        });
    }

    private void fixed(Ref ref, String what, Object before, Object after) {
        if (!text(before).equals(text(after))) {
            add(
                    "Azure cannot change the %s of %s from %s to %s".formatted(what, ref, text(before), text(after)),
                    "give the model another name, so that the new one comes beside the old one; or destroy it first");
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case Collection<?> values ->
                values.isEmpty()
                        ? "none"
                        : String.join(
                                ", ", values.stream().map(Object::toString).toList());
            case FrontendIPConfiguration.Public(var address) -> address.toString();
            case FrontendIPConfiguration.Static(var subnet, var address) -> address + " in " + subnet;
            case FrontendIPConfiguration.Dynamic(var subnet, var zones) -> "any in " + subnet + ", zones " + zones;
            default -> value.toString();
        };
    }

    private void takesAlong(Ref ref) {
        var foreign = foreign(world.documents().getOrDefault(ref, Json.object()), ours);
        if (!foreign.isEmpty()) {
            add(takesAlong(ref, foreign), "remove these first, if you mean it");
        }
    }

    static String takesAlong(Ref ref, List<String> foreign) {
        return "%s would take along %s, which %s not of this model"
                .formatted(ref, String.join(", ", foreign), foreign.size() == 1 ? "is" : "are");
    }

    /** The parts of a document that are not ours, such as {@code httpListeners/other}. */
    static List<String> foreign(ObjectNode document, Predicate<String> ours) {
        return document.path("properties").properties().stream()
                .filter(entry -> entry.getValue().isArray())
                .flatMap(entry -> Json.items(entry.getValue())
                        .map(part -> Json.text(part, "name"))
                        .filter(name -> !name.isEmpty() && !ours.test(name))
                        .map(name -> entry.getKey() + "/" + name))
                .sorted()
                .toList();
    }

    // Subnets.

    private void subnets(ApplicationGateway gateway) {
        int inside = (int) gateway.clients().frontendIPConfigurations().values().stream()
                .filter(each -> !(each instanceof FrontendIPConfiguration.Public))
                .count();
        int most = gateway.deployment().autoscaleConfiguration().maxCapacity();
        for (var id : gateway.clients().gatewayIPConfigurations().values()) {
            subnet(id, "subnet").ifPresent(subnet -> {
                room(subnet, id, most, inside);
                alone(subnet, id);
                gateway.clients().frontendIPConfigurations().values().forEach(front -> within(front, subnet));
            });
        }
    }

    private void subnets(LoadBalancer balancer) {
        for (var front : balancer.frontendIPConfigurations().values()) {
            if (front instanceof FrontendIPConfiguration.Dynamic(var id, var _)) {
                subnet(id, "loadBalancerSubnet");
            }
        }
    }

    private Optional<ObjectNode> subnet(String id, String key) {
        var subnet = wire.find("Microsoft.Network/virtualNetworks/subnets/read", id);
        if (subnet.isEmpty()) {
            add("there is no subnet " + id, "create it, or correct place.azure." + key);
        }
        return subnet;
    }

    private static Optional<Cidr> prefix(ObjectNode subnet) {
        return Json.find(subnet, "properties", "addressPrefix")
                .or(() -> Json.textsOf(subnet, "properties", "addressPrefixes").stream()
                        .filter(prefix -> !prefix.contains(":"))
                        .findFirst())
                .map(Cidr::parse);
    }

    private void room(ObjectNode subnet, String id, int most, int inside) {
        prefix(subnet).ifPresent(prefix -> {
            int bits = prefix.network().getAddress().length * 8 - prefix.prefix();
            long addresses = bits > LONGEST_COUNTED ? Integer.MAX_VALUE : 1L << bits;
            if (addresses < (long) most + inside + KEPT_BY_AZURE) {
                add(
                        "%s is %s, which has %d addresses, of which Azure keeps %d; the gateway may need %d for its units%s"
                                .formatted(
                                        id,
                                        prefix,
                                        addresses,
                                        KEPT_BY_AZURE,
                                        most,
                                        inside == 0 ? "" : " and %d for clients".formatted(inside)),
                        "use a larger subnet (Azure advises /24), or a smaller place.azure.capacity.max");
            }
        });
    }

    private void alone(ObjectNode subnet, String id) {
        Json.items(subnet, "properties", "ipConfigurations")
                .map(item -> Json.text(item, "id"))
                .filter(user -> !user.toLowerCase(Locale.ROOT).contains("/applicationgateways/"))
                .findFirst()
                .ifPresent(user -> add(
                        "%s has %s in it; a subnet of gateways can have nothing else".formatted(id, user),
                        "use another subnet"));
        Json.items(subnet, "properties", "delegations")
                .map(item -> Json.text(item, "properties", "serviceName"))
                .filter(service -> !service.equalsIgnoreCase(DELEGATE))
                .findFirst()
                .ifPresent(service -> add(
                        "%s is delegated to %s".formatted(id, service),
                        "use a subnet that is delegated to %s, or to nobody".formatted(DELEGATE)));
    }

    private void within(FrontendIPConfiguration front, ObjectNode subnet) {
        if (front instanceof FrontendIPConfiguration.Static(var id, var address)) {
            prefix(subnet)
                    .filter(prefix -> !prefix.contains(Cidr.address(address)))
                    .ifPresent(prefix -> add(
                            "%s is not in %s, which is %s".formatted(address, id, prefix),
                            "correct place.azure.privateAddress"));
        }
    }

    // Numbers.

    /** Of what a step makes of a gateway, with what others have in it. */
    private void counts(Step step) {
        if (step instanceof Step.Make(Change.Create(ApplicationGateway gateway))) {
            counts(gateway);
        } else if (step instanceof Step.Make(Change.Update(var _, ApplicationGateway gateway))) {
            counts(gateway);
        }
    }

    private void counts(ApplicationGateway gateway) {
        collisions(gateway);
        var sizes = new TreeMap<String, Integer>();
        sizes.put(
                "frontendIPConfigurations",
                gateway.clients().frontendIPConfigurations().size());
        sizes.put("backendAddressPools", gateway.targets().backendAddressPools().size());
        sizes.put(
                "backendHttpSettingsCollection",
                gateway.targets().backendHttpSettingsCollection().size());
        sizes.put("probes", gateway.targets().probes().size());
        sizes.put("httpListeners", gateway.clients().httpListeners().size());
        sizes.put("requestRoutingRules", gateway.routing().requestRoutingRules().size());
        sizes.put("urlPathMaps", gateway.routing().urlPathMaps().size());
        sizes.put(
                "redirectConfigurations",
                gateway.routing().redirectConfigurations().size());
        sizes.put("rewriteRuleSets", gateway.routing().rewriteRuleSets().size());
        sizes.put("sslCertificates", gateway.certificates().sslCertificates().size());
        var foreign = foreign(world.documents().getOrDefault(gateway.ref(), Json.object()), ours);
        LIMITS.forEach((list, limit) -> {
            int own = sizes.getOrDefault(list, 0);
            long others =
                    foreign.stream().filter(part -> part.startsWith(list + "/")).count();
            if (own + others > limit) {
                add(
                        "the plan needs %d %s in %s%s; Azure takes %d"
                                .formatted(
                                        own,
                                        list,
                                        gateway.ref(),
                                        others == 0 ? " for a while" : ", where others have %d".formatted(others),
                                        limit),
                        "change less at once, or use two load balancers");
            }
        });
    }

    /** Numbers that are unique in a gateway, of ours and of others. */
    private void collisions(ApplicationGateway gateway) {
        var document = world.documents().getOrDefault(gateway.ref(), Json.object());
        var priorities = new TreeMap<Integer, String>();
        gateway.routing().requestRoutingRules().forEach((name, rule) -> priorities.put(rule.priority(), name));
        gateway.routing().routingRules().forEach((name, rule) -> priorities.put(rule.priority(), name));
        collisions(gateway.ref(), document, "requestRoutingRules", "priority", priorities);
        collisions(gateway.ref(), document, "routingRules", "priority", priorities);
        var ports = new TreeMap<Integer, String>();
        gateway.clients().frontendPorts().forEach((name, port) -> ports.put(port, name));
        collisions(gateway.ref(), document, "frontendPorts", "port", ports);
    }

    private void collisions(Ref ref, ObjectNode document, String list, String property, Map<Integer, String> own) {
        Json.items(document, "properties", list)
                .filter(part -> !ours.test(Json.text(part, "name")))
                .forEach(part -> Json.number(part, "properties", property).ifPresent(number -> {
                    if (own.containsKey(number)) {
                        add(
                                "%s of %s, which is not of this model, has the %s %d that %s needs"
                                        .formatted(
                                                list + "/" + Json.text(part, "name"),
                                                ref,
                                                property,
                                                number,
                                                own.get(number)),
                                "give it another " + property);
                    }
                }));
    }

    /** @see <a href="https://learn.microsoft.com/en-us/rest/api/virtualnetwork/usages/list">Usages - List</a> */
    private void quotas() {
        var wanted = new TreeMap<String, Integer>();
        var location = Optional.<String>empty();
        for (var change : plan.changes()) {
            if (change instanceof Change.Create(var made)) {
                switch (made) {
                    case ApplicationGateway gateway -> {
                        wanted.merge("ApplicationGateways", 1, Integer::sum);
                        location = Optional.of(gateway.deployment().location());
                    }
                    case LoadBalancer balancer -> {
                        wanted.merge("StandardSkuLoadBalancers", 1, Integer::sum);
                        location = Optional.of(balancer.location());
                    }
                    case PublicIPAddress _ -> wanted.merge("StandardSkuPublicIpAddresses", 1, Integer::sum);
                    default -> {}
                }
            }
        }
        location.ifPresent(place -> usages(place).forEach(usage -> quota(usage, wanted, place)));
    }

    /** They are of the subscription: whoever may look at a resource group alone learns of quotas from Azure, later. */
    private List<ObjectNode> usages(String location) {
        try {
            return wire.list(
                    "Microsoft.Network/locations/usages/read",
                    "/subscriptions/%s/providers/Microsoft.Network/locations/%s/usages"
                            .formatted(group.subscription(), Documents.plain(location)));
        } catch (CloudFailure e) {
            if (Refusal.behind(e).filter(Refusal::isForbidden).isPresent()) {
                return List.of();
            }
            throw e;
        }
    }

    private void quota(ObjectNode usage, Map<String, Integer> wanted, String place) {
        var name = Json.text(usage, "name", "value");
        int more = wanted.getOrDefault(name, 0);
        long used = usage.path("currentValue").asLong(0);
        long limit = usage.path("limit").asLong(Long.MAX_VALUE);
        if (more > 0 && used + more > limit) {
            add(
                    "the plan needs %d of the quota %s in %s; %d of %d are used"
                            .formatted(more, name, place, used, limit),
                    "ask for more under Quotas in the portal, or remove what is not needed");
        }
    }
}
