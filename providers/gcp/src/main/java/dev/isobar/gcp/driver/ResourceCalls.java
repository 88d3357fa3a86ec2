package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.ForwardingRule;
import com.google.cloud.compute.v1.GlobalSetLabelsRequest;
import com.google.cloud.compute.v1.RegionSetLabelsRequest;
import com.google.cloud.compute.v1.SecurityPolicyReference;
import com.google.cloud.compute.v1.SslCertificate;
import com.google.cloud.compute.v1.SslCertificateSelfManagedSslCertificate;
import com.google.cloud.compute.v1.SslPolicyReference;
import com.google.cloud.compute.v1.TargetHttpProxy;
import com.google.cloud.compute.v1.TargetHttpsProxiesSetSslCertificatesRequest;
import com.google.cloud.compute.v1.TargetHttpsProxy;
import com.google.cloud.compute.v1.TargetReference;
import com.google.cloud.compute.v1.TargetSslProxiesSetBackendServiceRequest;
import com.google.cloud.compute.v1.TargetSslProxiesSetSslCertificatesRequest;
import com.google.cloud.compute.v1.TargetTcpProxiesSetBackendServiceRequest;
import com.google.cloud.compute.v1.UrlMap;
import com.google.cloud.compute.v1.UrlMapReference;
import com.google.cloud.compute.v1.UrlMapsValidateRequest;
import com.google.cloud.compute.v1.UrlMapsValidateResponse;
import com.google.protobuf.Message;
import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.Scope;
import dev.isobar.gcp.resources.SecurityPolicy;
import dev.isobar.gcp.resources.ServerTls;
import dev.isobar.gcp.resources.TargetSslProxy;
import dev.isobar.gcp.resources.TargetTcpProxy;
import dev.isobar.model.Certificate;
import dev.isobar.model.Model;
import dev.isobar.provider.Pem;
import dev.isobar.provider.Ref;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Makes, changes and deletes resources, each until the service has it. Doing it again does no harm: what is there is read
 * first, and what a model does not say stays.
 */
final class ResourceCalls {
    /** How often a change is begun anew where somebody else changed the same meanwhile. */
    private static final int TRIES = 3;

    /** The oldest methods of global resources have no scope in their path. */
    private static final Set<String> WITHOUT_SCOPE = Set.of(
            "targetHttpProxies.setUrlMap", "targetHttpsProxies.setUrlMap", "targetHttpsProxies.setSslCertificates");

    private static final int MOST_CERTIFICATES = 15;

    private final Wire wire;
    private final Links links;
    private final Marks marks;
    private final Words words;
    private final Model model;

    /** @param model whose files hold the certificates and keys */
    ResourceCalls(Wire wire, Links links, Marks marks, Model model) {
        this.wire = wire;
        this.links = links;
        this.marks = marks;
        this.words = new Words(links, marks);
        this.model = model;
    }

    // Made.

    /** Where it is there already, and ours, it becomes what it should be. */
    void create(GcpResource resource) {
        var request = request(resource.ref(), "insert", "POST", links.collection(resource.ref()), message(resource));
        try {
            wire.change(request);
        } catch (CloudFailure e) {
            if (Refusal.behind(e).filter(Refusal::isTaken).isEmpty() || !isOurs(resource.ref())) {
                throw e;
            }
            update(resource);
            return;
        }
        if (resource instanceof BackendService service
                && service.serving().securityPolicy().isPresent()) {
            guard(service);
        }
    }

    private boolean isOurs(Ref ref) {
        return marks.isOurs(get(ref));
    }

    private Message message(GcpResource resource) {
        var message = words.write(resource, Kind.of(resource.ref()).prototype());
        return resource instanceof dev.isobar.gcp.resources.SslCertificate certificate
                        && certificate.type()
                                instanceof dev.isobar.gcp.resources.SslCertificate.Type.SelfManaged(var wanted)
                ? withKey((SslCertificate) message, wanted)
                : message;
    }

    /** The key is read only here, and goes nowhere else. */
    private Message withKey(SslCertificate message, String fingerprint) {
        var found = model.certificates().values().stream()
                .filter(certificate -> message.getDescription().endsWith("/certificates/" + certificate.name()))
                .findFirst()
                .orElseThrow(() -> new CloudFailure(
                        "%s was not made: the model has no certificate for it".formatted(message.getName()),
                        "run plan again"));
        return withKey(message, found, fingerprint);
    }

    private static Message withKey(SslCertificate message, Certificate certificate, String fingerprint) {
        var files = Pem.files(certificate);
        if (!Pem.fingerprint(certificate).equals(fingerprint)) {
            throw new CloudFailure(
                    "%s was not made: %s changed since the plan was made"
                            .formatted(message.getName(), files.certificate()),
                    "run plan again");
        }
        return message.toBuilder()
                .setSelfManaged(SslCertificateSelfManagedSslCertificate.newBuilder()
                        .setCertificate(Pem.text(files.certificate()))
                        .setPrivateKey(Pem.text(files.key())))
                .build();
    }

    private static Rest request(Ref ref, String method, String verb, String path, Message body) {
        return new Rest(Kind.of(ref).collection() + "." + method, verb, path, new TreeMap<>(), Optional.of(body));
    }

    private Message get(Ref ref) {
        var kind = Kind.of(ref);
        return wire.call(Rest.get(kind.collection() + ".get", links.path(ref)), kind.prototype());
    }

    // Changed.

    void update(GcpResource after) {
        switch (after) {
            case dev.isobar.gcp.resources.Address address -> labels(address.ref(), address.labels());
            case BackendService service -> {
                put(service);
                guard(service);
            }
            case dev.isobar.gcp.resources.ForwardingRule rule -> {
                rule.target().ifPresent(target -> target(rule, target));
                labels(rule.ref(), rule.labels());
            }
            case dev.isobar.gcp.resources.HealthCheck check -> put(check);
            case SecurityPolicy policy -> {
                new SecurityRuleCalls(wire, links)
                        .change(policy, () -> (com.google.cloud.compute.v1.SecurityPolicy) get(policy.ref()));
                labels(policy.ref(), policy.labels());
            }
            case dev.isobar.gcp.resources.SslPolicy policy -> patch(policy);
            case dev.isobar.gcp.resources.TargetHttpProxy proxy -> http(proxy);
            case dev.isobar.gcp.resources.TargetHttpsProxy proxy -> https(proxy);
            case TargetSslProxy proxy -> ssl(proxy);
            case TargetTcpProxy proxy -> tcp(proxy);
            case dev.isobar.gcp.resources.UrlMap map -> urlMap(map);
            case dev.isobar.gcp.resources.NetworkEndpointGroup group -> unchanged(group);
            case dev.isobar.gcp.resources.SslCertificate certificate -> unchanged(certificate);
            case dev.isobar.gcp.resources.NetworkEndpoints _ ->
                throw new IllegalArgumentException("endpoints change by their own calls");
        }
    }

    /** Nothing of these can change in place; what they are is in their names. */
    private void unchanged(GcpResource resource) {
        if (!words.read(get(resource.ref())).equals(resource)) {
            throw new CloudFailure(
                    resource.ref() + " is there and differs; Google changes nothing of it",
                    "delete it in the console, and run plan again");
        }
    }

    /** Again where somebody else was faster. */
    private void retrying(Runnable change) {
        for (int number = 1; ; number++) {
            try {
                change.run();
                return;
            } catch (CloudFailure e) {
                if (number == TRIES
                        || Refusal.behind(e).filter(Refusal::isStale).isEmpty()) {
                    throw e;
                }
            }
        }
    }

    /** The whole resource, as it is and with what we say; its fingerprint goes along. */
    private void put(GcpResource after) {
        replace(after, "update", "PUT", _ -> {});
    }

    private void patch(GcpResource after) {
        replace(after, "patch", "PATCH", _ -> {});
    }

    private void replace(GcpResource after, String method, String verb, Consumer<Message> check) {
        retrying(() -> {
            var before = get(after.ref());
            var written = words.write(after, before);
            if (!same(before, after)) {
                check.accept(written);
                wire.change(request(after.ref(), method, verb, links.path(after.ref()), written));
            }
        });
    }

    /** Whether there is nothing to do; a security policy has a call of its own. */
    private boolean same(Message before, GcpResource after) {
        GcpResource there;
        try {
            there = words.read(before);
        } catch (IllegalArgumentException e) {
            // Somebody changed it to what no model asks for.
            return false;
        }
        return (there instanceof BackendService service && after instanceof BackendService wanted)
                ? withPolicyOf(service, wanted).equals(wanted)
                : there.equals(after);
    }

    private static BackendService withPolicyOf(BackendService service, BackendService wanted) {
        return new BackendService(
                service.id(),
                service.kind(),
                new BackendService.Serving(
                        service.serving().backends(),
                        service.serving().healthCheck(),
                        wanted.serving().securityPolicy()),
                service.settings(),
                service.description());
    }

    private void guard(BackendService service) {
        var before = (com.google.cloud.compute.v1.BackendService) get(service.ref());
        var wanted = service.serving().securityPolicy();
        var there = before.getSecurityPolicy().isEmpty()
                ? Optional.<Ref>empty()
                : Optional.of(links.ref(before.getSecurityPolicy()));
        if (!there.equals(wanted)) {
            var body = SecurityPolicyReference.newBuilder();
            wanted.map(links::path).ifPresent(body::setSecurityPolicy);
            set(service.ref(), "setSecurityPolicy", body.build());
        }
    }

    private void set(Ref ref, String method, Message body) {
        var path = WITHOUT_SCOPE.contains(Kind.of(ref).collection() + "." + method)
                ? links.path(ref).replace("/global/", "/")
                : links.path(ref);
        wire.change(request(ref, method, "POST", path + "/" + method, body));
    }

    private void urlMap(dev.isobar.gcp.resources.UrlMap map) {
        replace(map, "update", "PUT", written -> validate(map, (UrlMap) written));
    }

    /**
     * Whether the service takes it, and its tests hold: asked before anything changes.
     *
     * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps/validate">urlMaps.validate</a>
     */
    private void validate(dev.isobar.gcp.resources.UrlMap map, UrlMap written) {
        var answer = wire.call(
                        request(
                                map.ref(),
                                "validate",
                                "POST",
                                links.path(map.ref()) + "/validate",
                                UrlMapsValidateRequest.newBuilder()
                                        .setResource(written)
                                        .build()),
                        UrlMapsValidateResponse.getDefaultInstance())
                .getResult();
        if (!answer.getLoadSucceeded() || (written.getTestsCount() > 0 && !answer.getTestPassed())) {
            var problems = new ArrayList<>(answer.getLoadErrorsList());
            answer.getTestFailuresList()
                    .forEach(failure -> problems.add("%s%s goes to %s, not to %s"
                            .formatted(
                                    failure.getHost(),
                                    failure.getPath(),
                                    failure.getActualService(),
                                    failure.getExpectedService())));
            throw new CloudFailure(
                    "%s was not changed: Google says of the new one %s".formatted(map.ref(), problems),
                    "this is a mistake of the translation: report it; what served goes on serving");
        }
    }

    private void http(dev.isobar.gcp.resources.TargetHttpProxy after) {
        retrying(() -> {
            var before = (TargetHttpProxy) get(after.ref());
            urlMap(after.ref(), before.getUrlMap(), after.urlMap());
            if (before.getHttpKeepAliveTimeoutSec() != after.httpKeepAliveTimeoutSec()) {
                patch(after);
            }
        });
    }

    /** Where requests go changes at one moment. */
    private void urlMap(Ref proxy, String before, Ref after) {
        if (!links.ref(before).equals(after)) {
            set(
                    proxy,
                    "setUrlMap",
                    UrlMapReference.newBuilder().setUrlMap(links.path(after)).build());
        }
    }

    private void https(dev.isobar.gcp.resources.TargetHttpsProxy after) {
        retrying(() -> {
            var before = (TargetHttpsProxy) get(after.ref());
            certificates(
                    before.getSslCertificatesList(),
                    after.tls(),
                    list -> set(
                            after.ref(),
                            "setSslCertificates",
                            TargetHttpsProxiesSetSslCertificatesRequest.newBuilder()
                                    .addAllSslCertificates(list)
                                    .build()));
            urlMap(after.ref(), before.getUrlMap(), after.urlMap());
            if (before.getHttpKeepAliveTimeoutSec() != after.httpKeepAliveTimeoutSec()
                    || !links.ref(before.getSslPolicy()).equals(after.tls().sslPolicy())) {
                patch(after);
            }
        });
    }

    /** New ones are there before old ones go, as far as there is room. */
    private void certificates(List<String> before, ServerTls tls, Consumer<List<String>> set) {
        var wanted = words.certificates(tls);
        var refs = wanted.stream().map(links::ref).toList();
        var old = before.stream().filter(url -> !refs.contains(links.ref(url))).toList();
        boolean same = before.stream().map(links::ref).toList().equals(refs);
        if (same) {
            return;
        }
        boolean adds =
                refs.stream().anyMatch(ref -> before.stream().map(links::ref).noneMatch(ref::equals));
        if (adds && !old.isEmpty()) {
            var both = new ArrayList<>(wanted);
            old.stream().limit(Math.max(0, MOST_CERTIFICATES - wanted.size())).forEach(both::add);
            set.accept(both);
        }
        set.accept(wanted);
    }

    private void ssl(TargetSslProxy after) {
        retrying(() -> {
            var before = (com.google.cloud.compute.v1.TargetSslProxy) get(after.ref());
            certificates(
                    before.getSslCertificatesList(),
                    after.tls(),
                    list -> set(
                            after.ref(),
                            "setSslCertificates",
                            TargetSslProxiesSetSslCertificatesRequest.newBuilder()
                                    .addAllSslCertificates(list)
                                    .build()));
            if (!links.ref(before.getSslPolicy()).equals(after.tls().sslPolicy())) {
                set(
                        after.ref(),
                        "setSslPolicy",
                        SslPolicyReference.newBuilder()
                                .setSslPolicy(links.path(after.tls().sslPolicy()))
                                .build());
            }
            if (!links.ref(before.getService()).equals(after.service())) {
                set(
                        after.ref(),
                        "setBackendService",
                        TargetSslProxiesSetBackendServiceRequest.newBuilder()
                                .setService(links.path(after.service()))
                                .build());
            }
        });
    }

    private void tcp(TargetTcpProxy after) {
        var before = (com.google.cloud.compute.v1.TargetTcpProxy) get(after.ref());
        if (!links.ref(before.getService()).equals(after.service())) {
            set(
                    after.ref(),
                    "setBackendService",
                    TargetTcpProxiesSetBackendServiceRequest.newBuilder()
                            .setService(links.path(after.service()))
                            .build());
        }
    }

    private void target(dev.isobar.gcp.resources.ForwardingRule rule, Ref target) {
        var before = (ForwardingRule) get(rule.ref());
        if (!links.ref(before.getTarget()).equals(target)) {
            set(
                    rule.ref(),
                    "setTarget",
                    TargetReference.newBuilder().setTarget(links.path(target)).build());
        }
    }

    /** Labels of others stay. */
    private void labels(Ref ref, SortedMap<String, String> wanted) {
        retrying(() -> {
            var before = get(ref);
            var all = marks.written(before, wanted);
            if (!all.equals(Marks.all(before))) {
                var fingerprint =
                        (String) before.getField(before.getDescriptorForType().findFieldByName("label_fingerprint"));
                set(ref, "setLabels", labels(ref, all, fingerprint));
            }
        });
    }

    private static Message labels(Ref ref, SortedMap<String, String> labels, String fingerprint) {
        boolean global = ref.name().startsWith(new Scope.Global().path() + "/");
        return global
                ? GlobalSetLabelsRequest.newBuilder()
                        .putAllLabels(labels)
                        .setLabelFingerprint(fingerprint)
                        .build()
                : RegionSetLabelsRequest.newBuilder()
                        .putAllLabels(labels)
                        .setLabelFingerprint(fingerprint)
                        .build();
    }

    // Deleted.

    /** What is gone already is no failure. */
    void delete(Ref ref) {
        var request = new Rest(
                Kind.of(ref).collection() + ".delete", "DELETE", links.path(ref), new TreeMap<>(), Optional.empty());
        try {
            wire.change(request);
        } catch (CloudFailure e) {
            if (Refusal.behind(e).filter(Refusal::isMissing).isEmpty()) {
                throw e;
            }
        }
    }
}
