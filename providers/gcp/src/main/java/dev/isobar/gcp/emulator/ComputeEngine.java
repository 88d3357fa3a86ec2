package dev.isobar.gcp.emulator;

import com.google.protobuf.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compute Engine, version 1.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1">REST reference</a>
 */
final class ComputeEngine {
    private static final String NO_ID = "00000000-0000-0000-0000-000000000000";

    /** What a method of a kind does. */
    private interface OfKind {
        Message answer(Store store, Request request, Kind kind);
    }

    /** What a method does. */
    private interface Other {
        Message answer(Store store, Request request);
    }

    /** The methods that all kinds have. */
    private static final Map<String, OfKind> COMMON = Map.of(
            "Insert", Resources::insert,
            "Get", Resources::get,
            "List", Resources::list,
            "AggregatedList", Resources::aggregated,
            "Patch", Resources::patch,
            "Update", Resources::update,
            "Delete", Resources::delete);

    private static final Map<String, OfKind> SPECIAL = new HashMap<>(Map.ofEntries(
            Map.entry("SetLabels", Labels::set),
            Map.entry("AttachNetworkEndpoints", Endpoints::attach),
            Map.entry("DetachNetworkEndpoints", Endpoints::detach),
            Map.entry("ListNetworkEndpoints", Endpoints::list),
            Map.entry("AddInstances", InstanceGroups::add),
            Map.entry("RemoveInstances", InstanceGroups::remove),
            Map.entry("ListInstances", InstanceGroups::list),
            Map.entry("SetNamedPorts", InstanceGroups::setNamedPorts),
            Map.entry("GetHealth", Health::get),
            Map.entry("Validate", UrlMaps::validate),
            Map.entry("ListAvailableFeatures", SslPolicies::features),
            Map.entry("GetRule", SecurityPolicies::get),
            Map.entry("AddRule", SecurityPolicies::add),
            Map.entry("PatchRule", SecurityPolicies::patch),
            Map.entry("RemoveRule", SecurityPolicies::remove)));

    /** The methods that replace fields: those of the body, and those of the resource. */
    private static final Map<String, Map<String, String>> SETTERS = Map.of(
            "SetUrlMap", Map.of("urlMap", "urlMap"),
            "SetSslCertificates", Map.of("sslCertificates", "sslCertificates"),
            "SetSslPolicy", Map.of("sslPolicy", "sslPolicy"),
            "SetQuicOverride", Map.of("quicOverride", "quicOverride"),
            "SetBackendService", Map.of("service", "service"),
            "SetProxyHeader", Map.of("proxyHeader", "proxyHeader"),
            "SetTarget", Map.of("target", "target"),
            "SetSecurityPolicy", Map.of("securityPolicy", "securityPolicy"),
            "SetEdgeSecurityPolicy", Map.of("securityPolicy", "edgeSecurityPolicy"));

    private static final Map<String, Other> OTHERS = new HashMap<>(Map.of(
            "GlobalOperations.AggregatedList", Operations::aggregated,
            "Projects.Get", Places::project,
            "Regions.Get", Places::getRegion,
            "Regions.List", Places::listRegions,
            "Zones.Get", Places::getZone,
            "Zones.List", Places::listZones));

    static {
        SETTERS.forEach((name, fields) ->
                SPECIAL.put(name, (store, request, kind) -> Resources.set(store, request, kind, fields)));
        for (var service : new String[] {"GlobalOperations", "RegionOperations", "ZoneOperations"}) {
            OTHERS.put(service + ".Get", Operations::get);
            OTHERS.put(service + ".Wait", Operations::waitFor);
            OTHERS.put(service + ".List", Operations::list);
        }
    }

    private ComputeEngine() {}

    /**
     * Answers a call. Changes the store, which is a copy.
     *
     * @throws ApiError where the service refuses
     */
    static Message answer(Store store, Request request) {
        var project = request.value("project");
        if (!project.equals(store.settings().project().id())) {
            throw ApiError.notFound("projects/" + project);
        }
        var replayed = request.find("request_id").map(ComputeEngine::checked).flatMap(store::replayed);
        return replayed.isPresent() ? replayed.get() : method(request).answer(store, request);
    }

    private static String checked(String requestId) {
        if (!requestId.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}") || requestId.equals(NO_ID)) {
            throw ApiError.invalid("requestId", requestId, "The request ID must be a valid UUID, and not zero.");
        }
        return requestId;
    }

    private static Other method(Request request) {
        var name = request.method().name();
        var full = request.service() + "." + name;
        return Kinds.of(request.service())
                .flatMap(kind -> Optional.ofNullable(COMMON.getOrDefault(name, SPECIAL.get(name)))
                        .<Other>map(method -> (store, call) -> method.answer(store, call, kind)))
                .or(() -> Optional.ofNullable(OTHERS.get(full)))
                .orElseThrow(() -> ApiError.unsupported(full));
    }
}
