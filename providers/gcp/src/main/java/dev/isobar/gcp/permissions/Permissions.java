package dev.isobar.gcp.permissions;

import dev.isobar.gcp.resources.Address;
import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.ForwardingRule;
import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.HealthCheck;
import dev.isobar.gcp.resources.NetworkEndpointGroup;
import dev.isobar.gcp.resources.NetworkEndpoints;
import dev.isobar.gcp.resources.Scope;
import dev.isobar.gcp.resources.SecurityPolicy;
import dev.isobar.gcp.resources.SslCertificate;
import dev.isobar.gcp.resources.SslPolicy;
import dev.isobar.gcp.resources.TargetHttpProxy;
import dev.isobar.gcp.resources.TargetHttpsProxy;
import dev.isobar.gcp.resources.TargetSslProxy;
import dev.isobar.gcp.resources.TargetTcpProxy;
import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.provider.Provider.Duty;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The least that the driver needs for a model, as a custom role. Google's permissions name the kind of a resource and where
 * it lives, not the resource: a role cannot be limited to what is ours.
 *
 * <p>The method of a call and its permission have the same words, but for {@code insert} ({@code create}), {@code patch}
 * ({@code update}), aggregated lists ({@code list}), and where noted below. What a resource refers to wants {@code use}.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/forwardingRules/insert">Each method's page lists
 *     its IAM permissions</a>
 * @see <a href="https://cloud.google.com/iam/docs/permissions-reference">IAM permissions reference</a>
 * @see <a href="https://cloud.google.com/iam/docs/creating-custom-roles">Create and manage custom roles</a>
 */
public final class Permissions {
    /** Read whatever the file says: something of an earlier form of it may be there. */
    private static final List<String> LISTED = List.of(
            "addresses",
            "backendServices",
            "forwardingRules",
            "healthChecks",
            "networkEndpointGroups",
            "securityPolicies",
            "sslCertificates",
            "sslPolicies",
            "targetHttpProxies",
            "targetHttpsProxies",
            "targetSslProxies",
            "targetTcpProxies",
            "urlMaps");

    private final Snapshot snapshot;
    private final SortedSet<String> all = new TreeSet<>();

    private Permissions(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * A role, in the YAML that {@code gcloud iam roles create --file} takes.
     *
     * @param snapshot the resources that carry the model
     * @param model its name
     */
    public static String role(Snapshot snapshot, String model, Duty duty) {
        var permissions = new Permissions(snapshot);
        permissions.read();
        if (duty == Duty.APPLY) {
            snapshot.resources().values().forEach(resource -> permissions.change((GcpResource) resource));
        }
        var text = new StringBuilder();
        text.append("title: isobar ")
                .append(duty == Duty.APPLY ? "apply " : "plan ")
                .append(model)
                .append('\n');
        text.append("description: The least that isobar needs to ")
                .append(duty == Duty.APPLY ? "apply and destroy " : "plan and watch ")
                .append(model)
                .append('\n');
        text.append("stage: GA\nincludedPermissions:\n");
        permissions.all.forEach(
                permission -> text.append("- ").append(permission).append('\n'));
        return text.toString();
    }

    private void allow(String collection, String... verbs) {
        for (var verb : verbs) {
            all.add("compute." + collection + "." + verb);
        }
    }

    /** What permissions call a collection: by where it lives. */
    private static String collection(String plain, Scope scope) {
        boolean namedForGlobal =
                List.of("addresses", "forwardingRules", "networkEndpointGroups").contains(plain);
        var capital = Character.toUpperCase(plain.charAt(0)) + plain.substring(1);
        return switch (scope) {
            case Scope.Global() -> namedForGlobal ? "global" + capital : plain;
            case Scope.Region _ ->
                plain.equals("addresses") || plain.equals("forwardingRules") ? plain : "region" + capital;
            case Scope.Zone _ -> plain;
        };
    }

    private static String collection(GcpResource resource) {
        return collection(plain(resource), resource.id().scope());
    }

    private static String plain(GcpResource resource) {
        return switch (resource) {
            case Address _ -> "addresses";
            case BackendService _ -> "backendServices";
            case ForwardingRule _ -> "forwardingRules";
            case HealthCheck _ -> "healthChecks";
            case NetworkEndpointGroup _, NetworkEndpoints _ -> "networkEndpointGroups";
            case SecurityPolicy _ -> "securityPolicies";
            case SslCertificate _ -> "sslCertificates";
            case SslPolicy _ -> "sslPolicies";
            case TargetHttpProxy _ -> "targetHttpProxies";
            case TargetHttpsProxy _ -> "targetHttpsProxies";
            case TargetSslProxy _ -> "targetSslProxies";
            case TargetTcpProxy _ -> "targetTcpProxies";
            case UrlMap _ -> "urlMaps";
        };
    }

    /** Lists, endpoints of groups, health, and what is looked at before an apply. */
    private void read() {
        LISTED.forEach(each -> allow(each, "list"));
        for (var resource : snapshot.resources().values()) {
            // Quotas, and whether regions and zones are there.
            allow(((GcpResource) resource).id().scope() instanceof Scope.Global ? "projects" : "regions", "get");
            switch ((GcpResource) resource) {
                case NetworkEndpointGroup group -> allow(collection(group), "get");
                case BackendService service
                when service.serving().healthCheck().isPresent() -> allow(collection(service), "get");
                default -> {}
            }
        }
        if (!networks().isEmpty()) {
            allow("networks", "get");
        }
        if (!subnetworks().isEmpty()) {
            allow("subnetworks", "get");
        }
        if (hasRegionalProxy()) {
            allow("subnetworks", "list");
        }
    }

    private SortedSet<String> networks() {
        var found = new TreeSet<String>();
        snapshot.resources().values().forEach(resource -> {
            switch ((GcpResource) resource) {
                case NetworkEndpointGroup group -> group.fixed().network().ifPresent(found::add);
                case ForwardingRule rule -> rule.fixed().network().network().ifPresent(found::add);
                default -> {}
            }
        });
        return found;
    }

    private SortedSet<String> subnetworks() {
        var found = new TreeSet<String>();
        snapshot.resources().values().forEach(resource -> {
            switch ((GcpResource) resource) {
                case Address address -> address.fixed().subnetwork().ifPresent(found::add);
                case ForwardingRule rule -> rule.fixed().network().subnetwork().ifPresent(found::add);
                default -> {}
            }
        });
        return found;
    }

    private boolean hasRegionalProxy() {
        return snapshot.resources().values().stream()
                .anyMatch(resource -> resource instanceof ForwardingRule rule
                        && rule.target().isPresent()
                        && rule.id().scope() instanceof Scope.Region);
    }

    private void change(GcpResource resource) {
        var collection = collection(resource);
        allow(operations(resource.id().scope()), "get");
        if (!(resource instanceof NetworkEndpoints)) {
            allow(collection, "create", "delete", "get");
        }
        switch (resource) {
            case Address address -> {
                allow(collection, "setLabels", "use");
                if (address.fixed().subnetwork().isPresent()) {
                    allow(collection, "createInternal", "deleteInternal", "useInternal");
                    allow("subnetworks", "use");
                }
            }
            case BackendService service -> {
                allow(collection, "update", "use");
                uses(service.serving().healthCheck().stream().toList(), "useReadOnly");
                if (service.serving().securityPolicy().isPresent()) {
                    allow(collection, "setSecurityPolicy");
                    uses(service.serving().securityPolicy().stream().toList(), "use");
                }
            }
            case ForwardingRule rule -> {
                allow(collection, "setLabels");
                if (rule.target().isPresent()) {
                    allow(collection, "setTarget");
                }
                if (rule.fixed().network().network().isPresent()) {
                    allow("networks", "use");
                }
                if (rule.fixed().network().subnetwork().isPresent()) {
                    allow("subnetworks", "use");
                }
            }
            case HealthCheck _, SslPolicy _ -> allow(collection, "update");
            case NetworkEndpointGroup group -> {
                allow(collection, "use");
                if (group.fixed().network().isPresent()) {
                    allow("networks", "use");
                }
            }
            case NetworkEndpoints endpoints -> {
                allow(collection, "attachNetworkEndpoints", "detachNetworkEndpoints");
                if (endpoints.networkEndpoints().stream()
                        .anyMatch(endpoint -> endpoint.instance().isPresent())) {
                    allow("instances", "use");
                }
            }
            case SecurityPolicy _ -> allow(collection, "setLabels", "update");
            case SslCertificate _ -> {}
            case TargetHttpProxy proxy -> {
                allow(collection, "setUrlMap", "use");
                if (proxy.id().scope() instanceof Scope.Global) {
                    allow(collection, "update");
                }
            }
            case TargetHttpsProxy proxy -> {
                allow(collection, "setSslCertificates", "setUrlMap", "update", "use");
                certificates(proxy.id().scope());
            }
            case TargetSslProxy proxy -> {
                allow(collection, "setBackendService", "setSslCertificates", "setSslPolicy", "use");
                certificates(proxy.id().scope());
            }
            // There is no setBackendService of it: it is an update.
            case TargetTcpProxy proxy -> {
                allow(collection, "use");
                if (proxy.id().scope() instanceof Scope.Global) {
                    allow(collection, "update");
                }
            }
            case UrlMap _ -> allow(collection, "update", "use", "validate");
        }
    }

    private void uses(List<Ref> used, String verb) {
        used.forEach(ref -> snapshot.find(ref)
                .map(GcpResource.class::cast)
                .ifPresent(resource -> allow(collection(resource), verb)));
    }

    /** Presenting a certificate wants to read it. */
    private void certificates(Scope scope) {
        allow(collection("sslCertificates", scope), "get");
        allow(collection("sslPolicies", scope), "use");
    }

    private static String operations(Scope scope) {
        return switch (scope) {
            case Scope.Global() -> "globalOperations";
            case Scope.Region _ -> "regionOperations";
            case Scope.Zone _ -> "zoneOperations";
        };
    }
}
