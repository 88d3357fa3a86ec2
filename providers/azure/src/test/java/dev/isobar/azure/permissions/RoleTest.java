package dev.isobar.azure.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.azure.AzureProvider;
import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.azure.emulator.Call;
import dev.isobar.azure.emulator.Network;
import dev.isobar.azure.emulator.Pace;
import dev.isobar.azure.emulator.Settings;
import dev.isobar.model.Cidr;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Access;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Provider.Duty;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.testkit.Applied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The role allows each call of the driver as Azure would decide it: by action, by the scopes that the role is assigned to,
 * and of a document that is written by what it is linked to.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/role-based-access-control/permissions/networking">Azure permissions
 *     for Networking</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-infrastructure#permissions">
 *     Permissions for Application Gateway</a>
 */
class RoleTest {
    private static final Path FOLDER = Path.of(
            System.getProperty("isobar.root", "../.."), "providers", "azure", "src", "test", "resources", "crash");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NETWORK = "Microsoft.Network/";
    private static final Pattern OF_A_GROUP =
            Pattern.compile("(/subscriptions/[^/]+/resourceGroups/[^/]+)/providers/.*");

    /** Something that must be allowed: an action on a resource, or on a group where a kind is listed. */
    private record Need(String action, String resource) {}

    /** What a role says. */
    private record Says(SortedSet<String> actions, SortedSet<String> scopes) {
        static Says of(Loaded.Valid loaded, Duty duty) {
            var role = JSON.readTree(new AzureProvider().permissions(loaded.model(), loaded.positions(), duty));
            return new Says(texts(role.path("Actions")), texts(role.path("AssignableScopes")));
        }

        private static SortedSet<String> texts(JsonNode list) {
            return list.valueStream().map(JsonNode::asString).collect(Collectors.toCollection(TreeSet::new));
        }

        /** Ids are the same in any case. Operations belong to no group: who began one may ask how far it is. */
        boolean allows(Need need) {
            return actions.contains(need.action())
                    && (need.action().startsWith(NETWORK + "locations/")
                            || scopes.stream().anyMatch(scope -> covers(scope, need.resource())));
        }

        static boolean covers(String scope, String resource) {
            return (resource + "/").toLowerCase(Locale.ROOT).startsWith((scope + "/").toLowerCase(Locale.ROOT));
        }
    }

    /** The network of load balancers and gateways is in a group of its own. */
    private static AzureEmulator emulator() throws IOException {
        var usual = Settings.usual();
        var networks = new ArrayList<>(usual.network().virtualNetworks());
        networks.add(new Network.VirtualNetwork(
                "other",
                "shared",
                "westeurope",
                Cidr.parse("10.1.0.0/16"),
                List.of(
                        new Network.Subnet("gateways", Cidr.parse("10.1.0.0/24")),
                        new Network.Subnet("balancers", Cidr.parse("10.1.1.0/24")))));
        return AzureEmulator.start(
                usual.with(new Network(networks, usual.network().interfaces(), List.of()))
                        .with(new Pace(100, 1, 1, 0)));
    }

    private static Loaded.Valid crash(String name) throws IOException {
        return Applied.read(Files.readString(FOLDER.resolve(name)), FOLDER);
    }

    private static Loaded.Valid inside() {
        return Applied.read(
                """
                isobar: v1
                name: shop
                listeners:
                  web: { port: 80, protocol: http, default: { forward: web } }
                  db: { port: 5432, protocol: tcp, default: { forward: db } }
                targetGroups:
                  web: { targets: ["10.1.2.1:80"] }
                  db: { protocol: tcp, targets: ["10.1.2.2:5432"] }
                place:
                  azure:
                    subscription: 11111111-2222-3333-4444-555555555555
                    resourceGroup: shop
                    location: westeurope
                    scheme: internal
                    privateAddress: 10.1.0.9
                    subnet: %1$s/gateways
                    loadBalancerSubnet: %1$s/balancers
                    identity: /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/other/providers/Microsoft.ManagedIdentity/userAssignedIdentities/gateway
                """.formatted(
                                "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/shared/subnets"),
                FOLDER);
    }

    /** What is called on the way from what is there to what is wanted. */
    private static List<Call> calls(AzureEmulator emulator, Loaded.Valid loaded, Snapshot wanted) {
        int before = emulator.callCount();
        try (var account = new AzureProvider().open(loaded.model(), Access.at(emulator.endpoint()))) {
            var plan = Differ.diff(wanted, account.observe());
            assertThat(account.preflight(plan)).isEmpty();
            var report = Applied.apply(account, plan);
            assertThat(report.isComplete()).as(report.toString()).isTrue();
            account.status();
        }
        return emulator.calls(before);
    }

    private static Snapshot desired(Loaded.Valid loaded) {
        return Applied.desired(new AzureProvider(), loaded);
    }

    @Test
    void theRoleAllowsEachCallOnItsResourceAndWhatItIsLinkedTo() throws IOException {
        for (var name : List.of("small", "features")) {
            var before = crash(name + "-before.yaml");
            var after = crash(name + "-after.yaml");
            try (var emulator = emulator()) {
                assertAllowed(Says.of(before, Duty.APPLY), calls(emulator, before, desired(before)));
                assertAllowed(Says.of(after, Duty.APPLY), calls(emulator, after, desired(after)));
                assertAllowed(Says.of(after, Duty.PLAN), calls(emulator, after, desired(after)));
                assertAllowed(Says.of(after, Duty.APPLY), calls(emulator, after, Snapshot.EMPTY));
            }
        }
    }

    @Test
    void aNetworkOfAnotherGroupIsAScopeOfItsOwn() throws IOException {
        var loaded = inside();
        var says = Says.of(loaded, Duty.APPLY);
        try (var emulator = emulator()) {
            var calls = new ArrayList<>(calls(emulator, loaded, desired(loaded)));
            calls.addAll(calls(emulator, loaded, Snapshot.EMPTY));
            assertAllowed(says, calls);
            var needs = calls.stream().flatMap(call -> needs(call).stream()).toList();
            assertThat(needs)
                    .extracting(Need::action)
                    .contains(
                            NETWORK + "virtualNetworks/subnets/join/action",
                            NETWORK + "virtualNetworks/joinLoadBalancer/action",
                            "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action");
            assertThat(says.scopes())
                    .as("no scope that nothing is done in")
                    .hasSize(2)
                    .allMatch(scope -> needs.stream().anyMatch(need -> Says.covers(scope, need.resource())));
            var without =
                    new Says(says.actions(), new TreeSet<>(List.of(says.scopes().first())));
            assertThat(needs).as("both scopes are needed").anyMatch(need -> !without.allows(need));
        }
    }

    /** What may be done is no more than what is done, but for two actions that only other forms of the file need. */
    @Test
    void noActionIsIdle() throws IOException {
        var before = crash("features-before.yaml");
        var after = crash("features-after.yaml");
        try (var emulator = emulator()) {
            var used = Stream.of(
                            calls(emulator, before, desired(before)),
                            calls(emulator, after, desired(after)),
                            calls(emulator, after, Snapshot.EMPTY))
                    .flatMap(List::stream)
                    .flatMap(call -> needs(call).stream())
                    .map(Need::action)
                    .collect(Collectors.toSet());
            assertThat(Says.of(after, Duty.APPLY).actions())
                    .filteredOn(action -> !used.contains(action))
                    .isSubsetOf(NETWORK + "locations/operationResults/read");
        }
    }

    private static void assertAllowed(Says role, List<Call> calls) {
        assertThat(calls).isNotEmpty();
        assertThat(calls.stream().flatMap(call -> needs(call).stream()).distinct())
                .allSatisfy(need ->
                        assertThat(role.allows(need)).as("%s of %s", need, role).isTrue());
    }

    private static List<Need> needs(Call call) {
        // Quotas are of the subscription, and looked at where that is allowed.
        if (call.path().endsWith("/usages")) {
            return List.of();
        }
        var needs = new ArrayList<Need>();
        var words = new ArrayList<>(List.of(call.path()
                .substring(call.path().indexOf(NETWORK) + NETWORK.length())
                .split("/", -1)));
        var last = call.method().equals("POST") ? "/" + words.removeLast() : "";
        var kinds = IntStream.range(0, words.size())
                .filter(i -> i % 2 == 0)
                .mapToObj(words::get)
                .collect(Collectors.joining("/"));
        var verb = switch (call.method()) {
            case "PUT" -> "/write";
            case "DELETE" -> "/delete";
            case "POST" -> "/action";
            default -> "/read";
        };
        var group = OF_A_GROUP.matcher(call.path());
        boolean list = words.size() % 2 == 1;
        needs.add(new Need(NETWORK + kinds + last + verb, list && group.matches() ? group.group(1) : call.path()));
        if (call.method().equals("PUT")) {
            linked(JSON.readTree(call.body()), needs);
        }
        return needs;
    }

    /** Whoever writes a document must be allowed to join what it names outside of itself. */
    private static void linked(JsonNode node, List<Need> needs) {
        node.properties().forEach(entry -> {
            var id = entry.getValue().path("id").asString("");
            switch (entry.getKey()) {
                case "subnet" -> needs.add(new Need(NETWORK + "virtualNetworks/subnets/join/action", id));
                case "publicIPAddress" -> needs.add(new Need(NETWORK + "publicIPAddresses/join/action", id));
                case "virtualNetwork" -> needs.add(new Need(NETWORK + "virtualNetworks/joinLoadBalancer/action", id));
                case "userAssignedIdentities" ->
                    entry.getValue()
                            .propertyNames()
                            .forEach(identity -> needs.add(new Need(
                                    "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", identity)));
                default -> linked(entry.getValue(), needs);
            }
        });
        if (node.isArray()) {
            node.forEach(item -> linked(item, needs));
        }
    }
}
