package dev.isobar.aws.permissions;

import dev.isobar.aws.permissions.Policy.Statement;
import dev.isobar.aws.resources.ImportedCertificate;
import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.aws.resources.TrustStore;
import dev.isobar.provider.Provider.Duty;
import dev.isobar.provider.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The least that the driver needs for a model. Reading cannot be limited to resources: no describing action of Elastic
 * Load Balancing takes any. Creating is limited to the names that we choose and to requests that carry our tag, all else
 * to resources that carry it.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html">
 *     Actions, resources, and condition keys for Elastic Load Balancing V2</a>
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html">
 *     Actions, resources, and condition keys for AWS Certificate Manager</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/tagging-resources-during-creation.html">
 *     Granting permission to tag resources during creation</a>
 */
public final class Permissions {
    private static final String BALANCING = "elasticloadbalancing:";
    private static final String STORE = "acm:";

    /** Tag of our resources: the name of the model. */
    private static final String NAME = "isobar:name";

    /** Of a digest at the end of a name: what AWS cannot change changes it. */
    private static final String DIGEST = "[0-9a-f]{7}$";

    private final Snapshot snapshot;
    private final String model;
    private final String region;
    private final List<Statement> statements = new ArrayList<>();

    private Permissions(Snapshot snapshot, String model, String region) {
        this.snapshot = snapshot;
        this.model = model;
        this.region = region;
    }

    /**
     * An IAM policy, in JSON.
     *
     * @param snapshot the resources that carry the model
     * @param model its name
     */
    public static String policy(Snapshot snapshot, String model, String region, Duty duty) {
        return of(snapshot, model, region, duty).json();
    }

    static Policy of(Snapshot snapshot, String model, String region, Duty duty) {
        var permissions = new Permissions(snapshot, model, region);
        permissions.read();
        if (duty == Duty.APPLY) {
            permissions.create();
            permissions.change();
            if (permissions.has(ImportedCertificate.class)) {
                permissions.store();
            }
        }
        return new Policy(permissions.statements);
    }

    private void read() {
        var actions = new ArrayList<>(balancing(
                "DescribeAccountLimits",
                "DescribeListenerAttributes",
                "DescribeListeners",
                "DescribeLoadBalancerAttributes",
                "DescribeLoadBalancers",
                "DescribeRules",
                "DescribeTags",
                "DescribeTargetGroupAttributes",
                "DescribeTargetGroups",
                "DescribeTargetHealth",
                "DescribeTrustStores"));
        if (hasTls()) {
            actions.addAll(balancing("DescribeListenerCertificates"));
        }
        // Certificates of ours are looked for even where the file names none: it may have named some before.
        actions.addAll(List.of(STORE + "ListCertificates", STORE + "ListTagsForCertificate"));
        allow("Read", actions, List.of("*"), Map.of());
    }

    private void create() {
        var balancers = all(LoadBalancer.class).map(this::arn).toList();
        var groups = all(TargetGroup.class)
                .map(group -> arn("targetgroup/" + withoutDigest(group.name()) + "/*"))
                .toList();
        var stores = all(TrustStore.class)
                .map(store -> arn("truststore/" + withoutDigest(store.name()) + "/*"))
                .toList();
        var ours = Map.of("aws:RequestTag/" + NAME, List.of(model));
        allow("CreateBalancers", balancing("CreateLoadBalancer", "CreateListener"), balancers, ours);
        allow("CreateGroups", balancing("CreateTargetGroup"), groups, ours);
        if (hasApplication()) {
            var listeners = parts("listener", "/*/*").stream()
                    .filter(listener -> listener.contains(":listener/app/"))
                    .toList();
            allow("CreateRules", balancing("CreateRule"), listeners, ours);
        }
        if (!stores.isEmpty()) {
            allow("CreateTrustStores", balancing("CreateTrustStore"), stores, ours);
        }
        var creating = new ArrayList<>(List.of("CreateLoadBalancer", "CreateListener", "CreateTargetGroup"));
        if (hasApplication()) {
            creating.add("CreateRule");
        }
        if (!stores.isEmpty()) {
            creating.add("CreateTrustStore");
        }
        var created = new ArrayList<>(balancers);
        created.addAll(groups);
        created.addAll(stores);
        created.addAll(parts("listener", "/*/*"));
        if (hasApplication()) {
            created.addAll(parts("listener-rule", "/*/*/*"));
        }
        var whileCreating = new TreeMap<>(ours);
        whileCreating.put(BALANCING + "CreateAction", creating.stream().sorted().toList());
        allow("TagWhatIsCreated", balancing("AddTags"), created, whileCreating);
    }

    private void change() {
        var actions = new ArrayList<>(balancing(
                "AddTags",
                "DeleteListener",
                "DeleteLoadBalancer",
                "DeleteTargetGroup",
                "DeregisterTargets",
                "ModifyListener",
                "ModifyListenerAttributes",
                "ModifyLoadBalancerAttributes",
                "ModifyTargetGroup",
                "ModifyTargetGroupAttributes",
                "RegisterTargets",
                "RemoveTags",
                "SetIpAddressType",
                "SetSecurityGroups",
                "SetSubnets"));
        // Whatever was made for an earlier form of the file: what it carries now has other names.
        var resources = new ArrayList<>(Stream.of("loadbalancer/app/*", "loadbalancer/net/*", "targetgroup/*")
                .map(this::arn)
                .toList());
        resources.addAll(
                Stream.of("listener/app/*", "listener/net/*").map(this::arn).toList());
        if (hasApplication()) {
            actions.addAll(balancing("DeleteRule", "ModifyRule", "SetRulePriorities"));
            resources.add(arn("listener-rule/app/*"));
        }
        if (hasTls()) {
            actions.addAll(balancing("AddListenerCertificates", "RemoveListenerCertificates"));
        }
        if (has(TrustStore.class)) {
            actions.addAll(balancing("DeleteTrustStore", "ModifyTrustStore"));
            resources.add(arn("truststore/*"));
        }
        allow("ChangeWhatIsOurs", actions, resources, Map.of("aws:ResourceTag/" + NAME, List.of(model)));
    }

    private void store() {
        var certificates = List.of("arn:%s:acm:%s:*:certificate/*".formatted(partition(), region));
        allow(
                "ImportCertificates",
                List.of(STORE + "ImportCertificate", STORE + "AddTagsToCertificate"),
                certificates,
                Map.of("aws:RequestTag/" + NAME, List.of(model)));
        allow(
                "ChangeCertificatesThatAreOurs",
                List.of(
                        STORE + "AddTagsToCertificate",
                        STORE + "DeleteCertificate",
                        STORE + "RemoveTagsFromCertificate"),
                certificates,
                Map.of("aws:ResourceTag/" + NAME, List.of(model)));
    }

    private void allow(String sid, List<String> actions, List<String> resources, Map<String, List<String>> equal) {
        statements.add(new Statement(sid, actions, resources, new TreeMap<>(equal)));
    }

    private static List<String> balancing(String... actions) {
        return Stream.of(actions).map(action -> BALANCING + action).toList();
    }

    private <T> Stream<T> all(Class<T> kind) {
        return snapshot.resources().values().stream().filter(kind::isInstance).map(kind::cast);
    }

    private boolean has(Class<?> kind) {
        return all(kind).findAny().isPresent();
    }

    private boolean hasTls() {
        return all(Listener.class).anyMatch(listener -> listener.tls().isPresent());
    }

    private boolean hasApplication() {
        return all(LoadBalancer.class).anyMatch(balancer -> balancer.kind().type() == LoadBalancer.Type.APPLICATION);
    }

    private String arn(LoadBalancer balancer) {
        return arn("loadbalancer/" + type(balancer) + "/" + balancer.name() + "/*");
    }

    /** What belongs to our load balancers and has their names in its own. */
    private List<String> parts(String kind, String rest) {
        return all(LoadBalancer.class)
                .filter(balancer ->
                        !kind.equals("listener-rule") || balancer.kind().type() == LoadBalancer.Type.APPLICATION)
                .map(balancer -> arn(kind + "/" + type(balancer) + "/" + balancer.name() + rest))
                .toList();
    }

    private static String type(LoadBalancer balancer) {
        return switch (balancer.kind().type()) {
            case APPLICATION -> "app";
            case NETWORK -> "net";
        };
    }

    /** The account is that of whoever the policy is given to. */
    private String arn(String resource) {
        return "arn:%s:elasticloadbalancing:%s:*:%s".formatted(partition(), region, resource);
    }

    private String partition() {
        return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    private static String withoutDigest(String name) {
        return name.replaceFirst(DIGEST, "???????");
    }
}
