package dev.isobar.gcp.emulator;

import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.core.BackgroundResource;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.longrunning.OperationFuture;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ClientSettings;
import com.google.cloud.compute.v1.Backend;
import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.BackendServicesClient;
import com.google.cloud.compute.v1.BackendServicesSettings;
import com.google.cloud.compute.v1.ForwardingRule;
import com.google.cloud.compute.v1.GlobalAddressesClient;
import com.google.cloud.compute.v1.GlobalAddressesSettings;
import com.google.cloud.compute.v1.GlobalForwardingRulesClient;
import com.google.cloud.compute.v1.GlobalForwardingRulesSettings;
import com.google.cloud.compute.v1.GlobalOperationsClient;
import com.google.cloud.compute.v1.GlobalOperationsSettings;
import com.google.cloud.compute.v1.HTTPHealthCheck;
import com.google.cloud.compute.v1.HealthCheck;
import com.google.cloud.compute.v1.HealthChecksClient;
import com.google.cloud.compute.v1.HealthChecksSettings;
import com.google.cloud.compute.v1.NetworkEndpointGroup;
import com.google.cloud.compute.v1.NetworkEndpointGroupsClient;
import com.google.cloud.compute.v1.NetworkEndpointGroupsSettings;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.TargetHttpProxiesClient;
import com.google.cloud.compute.v1.TargetHttpProxiesSettings;
import com.google.cloud.compute.v1.TargetHttpProxy;
import com.google.cloud.compute.v1.UrlMap;
import com.google.cloud.compute.v1.UrlMapsClient;
import com.google.cloud.compute.v1.UrlMapsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import tools.jackson.databind.json.JsonMapper;

/** An emulator whose operations are done at once, and the real clients of it. */
final class Cloud implements AutoCloseable {
    static final String PROJECT = "shop-prod";
    static final String REGION = "europe-west1";
    static final String ZONE = "europe-west1-b";

    private final Deque<BackgroundResource> clients = new ArrayDeque<>();
    final GcpEmulator emulator;
    final HealthChecksClient healthChecks;
    final NetworkEndpointGroupsClient groups;
    final BackendServicesClient services;
    final UrlMapsClient urlMaps;
    final TargetHttpProxiesClient proxies;
    final GlobalForwardingRulesClient rules;
    final GlobalAddressesClient addresses;
    final GlobalOperationsClient operations;

    private Cloud(GcpEmulator emulator) {
        this.emulator = emulator;
        healthChecks = client(HealthChecksSettings.newBuilder(), HealthChecksClient::create);
        groups = client(NetworkEndpointGroupsSettings.newBuilder(), NetworkEndpointGroupsClient::create);
        services = client(BackendServicesSettings.newBuilder(), BackendServicesClient::create);
        urlMaps = client(UrlMapsSettings.newBuilder(), UrlMapsClient::create);
        proxies = client(TargetHttpProxiesSettings.newBuilder(), TargetHttpProxiesClient::create);
        rules = client(GlobalForwardingRulesSettings.newBuilder(), GlobalForwardingRulesClient::create);
        addresses = client(GlobalAddressesSettings.newBuilder(), GlobalAddressesClient::create);
        operations = client(GlobalOperationsSettings.newBuilder(), GlobalOperationsClient::create);
    }

    static Cloud start() {
        return start(Settings.usual().with(new Pace(500, 0, 0, 0, 0)));
    }

    static Cloud start(Settings settings) {
        try {
            return new Cloud(GcpEmulator.start(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a client is made of its settings. */
    interface Maker<S, C> {
        C create(S settings) throws IOException;
    }

    /** A client that ends with this. */
    <S extends ClientSettings<S>, B extends ClientSettings.Builder<S, B>, C extends BackgroundResource> C client(
            B settings, Maker<S, C> maker) {
        try {
            var made = maker.create(settings.setCredentialsProvider(NoCredentialsProvider.create())
                    .setEndpoint(emulator.endpoint().toString())
                    .build());
            clients.push(made);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for an operation, and throws what it or its call was refused with. */
    static Operation done(OperationFuture<Operation, Operation> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(e);
        }
    }

    /** What a call is refused with. */
    record Refusal(int status, String reason, String message) {}

    /** Calls, and reads what the service answers to it, which the client hides deep in its exception. */
    static Refusal refusal(ThrowingCallable call) {
        var thrown = catchThrowable(call);
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpResponseException answer) {
                var error = JsonMapper.shared().readTree(answer.getContent()).path("error");
                var only = error.path("errors").path(0);
                return new Refusal(
                        answer.getStatusCode(),
                        only.path("reason").asString(),
                        error.path("message").asString());
            }
        }
        throw new AssertionError("the call was not refused", thrown);
    }

    /** The reason that a call is refused for. */
    static String reason(ThrowingCallable call) {
        return refusal(call).reason();
    }

    /** Sends what the client would not. */
    HttpResponse<String> send(String verb, String path, String body) {
        var request = HttpRequest.newBuilder(emulator.endpoint().resolve("/compute/v1/projects/" + PROJECT + path))
                .method(verb, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String link(String collection, String name) {
        return "projects/" + PROJECT + "/global/" + collection + "/" + name;
    }

    /** As the service shows it. */
    static String url(String collection, String name) {
        return "https://www.googleapis.com/compute/v1/" + link(collection, name);
    }

    static HealthCheck healthCheck(String name) {
        return HealthCheck.newBuilder()
                .setName(name)
                .setType("HTTP")
                .setHttpHealthCheck(HTTPHealthCheck.newBuilder().setPort(8080))
                .build();
    }

    static NetworkEndpointGroup group(String name) {
        return NetworkEndpointGroup.newBuilder()
                .setName(name)
                .setNetworkEndpointType("GCE_VM_IP_PORT")
                .setDefaultPort(8080)
                .build();
    }

    static String groupLink(String name) {
        return "projects/%s/zones/%s/networkEndpointGroups/%s".formatted(PROJECT, ZONE, name);
    }

    static BackendService service(String name, String scheme) {
        return BackendService.newBuilder()
                .setName(name)
                .setLoadBalancingScheme(scheme)
                .setProtocol("HTTP")
                .build();
    }

    static Backend backend(String group) {
        return Backend.newBuilder()
                .setGroup(groupLink(group))
                .setBalancingMode("RATE")
                .setMaxRatePerEndpoint(100)
                .build();
    }

    static UrlMap urlMap(String name, String service) {
        return UrlMap.newBuilder()
                .setName(name)
                .setDefaultService(link("backendServices", service))
                .build();
    }

    /** A backend service of a global external Application Load Balancer. */
    void service(String name) {
        done(services.insertAsync(PROJECT, service(name, "EXTERNAL_MANAGED")));
    }

    /** All that a listener needs, with the same name. */
    void balancer(String name) {
        service(name);
        front(name);
    }

    /** All that leads clients to a backend service, with the same name. */
    void front(String name) {
        done(urlMaps.insertAsync(PROJECT, urlMap(name, name)));
        done(proxies.insertAsync(
                PROJECT,
                TargetHttpProxy.newBuilder()
                        .setName(name)
                        .setUrlMap(link("urlMaps", name))
                        .build()));
        done(rules.insertAsync(PROJECT, rule(name, name, "80")));
    }

    static ForwardingRule rule(String name, String proxy, String port) {
        return ForwardingRule.newBuilder()
                .setName(name)
                .setLoadBalancingScheme("EXTERNAL_MANAGED")
                .setTarget(link("targetHttpProxies", proxy))
                .setPortRange(port)
                .build();
    }

    @Override
    public void close() {
        clients.forEach(BackgroundResource::shutdownNow);
        emulator.close();
    }
}
