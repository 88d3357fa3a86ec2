package dev.isobar.azure.emulator;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.AddHeadersPolicy;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.profile.AzureProfile;
import com.azure.core.management.serializer.SerializerFactory;
import com.azure.resourcemanager.network.NetworkManager;
import com.azure.resourcemanager.network.fluent.NetworkManagementClient;
import com.azure.resourcemanager.network.fluent.models.PublicIpAddressInner;
import com.azure.resourcemanager.network.implementation.NetworkManagementClientBuilder;
import com.azure.resourcemanager.network.models.IpAllocationMethod;
import com.azure.resourcemanager.network.models.PublicIpAddressSku;
import com.azure.resourcemanager.network.models.PublicIpAddressSkuName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** An emulator, the real client of it, and a plain one for what the real one would not send. */
final class Cloud implements AutoCloseable {
    static final String VERSION = "2025-03-01";
    static final Pace FAST = new Pace(100, 0, 0, 0);

    final AzureEmulator emulator;
    final NetworkManagementClient client;
    private final java.net.http.HttpClient plain = java.net.http.HttpClient.newHttpClient();

    private Cloud(AzureEmulator emulator) {
        this.emulator = emulator;
        this.client = new NetworkManagementClientBuilder()
                .pipeline(pipeline())
                .endpoint(emulator.endpoint().toString())
                .environment(environment())
                .subscriptionId(Settings.usual().subscription().id())
                .defaultPollInterval(Duration.ofMillis(5))
                .serializerAdapter(SerializerFactory.createDefaultManagementSerializerAdapter())
                .buildClient();
    }

    /** Where operations are done at once. */
    static Cloud start() {
        return start(FAST);
    }

    static Cloud start(Pace pace) {
        return start(Settings.usual().with(pace));
    }

    static Cloud start(Settings settings) {
        try {
            return new Cloud(AzureEmulator.start(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpPipeline pipeline() {
        return new HttpPipelineBuilder()
                .httpClient(HttpClient.createDefault())
                .policies(
                        new UserAgentPolicy("isobar-test"),
                        new RequestIdPolicy(),
                        new RetryPolicy(new RetryOptions(new FixedDelayOptions(5, Duration.ofMillis(5)))),
                        new AddHeadersPolicy(new HttpHeaders().set(HttpHeaderName.AUTHORIZATION, "Bearer test")))
                .build();
    }

    private AzureEnvironment environment() {
        return new AzureEnvironment(Map.of(
                "resourceManagerEndpointUrl", emulator.endpoint().toString(),
                "managementEndpointUrl", emulator.endpoint().toString()));
    }

    /** The vendor's upper client, which waits as long as it is told. */
    NetworkManager manager() {
        var subscription = Settings.usual().subscription().id();
        return NetworkManager.authenticate(pipeline(), new AzureProfile(subscription, subscription, environment()));
    }

    /** An answer as it is on the wire. */
    record Answer(int status, Map<String, String> headers, ObjectNode body) {
        String code() {
            return Json.text(body, "error", "code");
        }

        String detail() {
            return Json.items(body, "error", "details")
                    .map(detail -> Json.text(detail, "code"))
                    .findFirst()
                    .orElse("");
        }

        /** Empty where there is none. */
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String message() {
            return Json.text(body, "error", "message");
        }

        String state() {
            return Json.text(body, "properties", "provisioningState");
        }
    }

    /** @param path of a resource of the network provider in group {@code shop} */
    Answer put(String path, ObjectNode document, String... headers) {
        return call("PUT", Documents.NETWORK + path, document.toString(), headers);
    }

    Answer get(String path) {
        return call("GET", Documents.NETWORK + path, "");
    }

    Answer delete(String path, String... headers) {
        return call("DELETE", Documents.NETWORK + path, "", headers);
    }

    /** @param path the version is added where it has no query */
    Answer call(String method, String path, String body, String... headers) {
        var place = path.startsWith("http") ? path : emulator.endpoint() + path;
        var uri = URI.create(place.contains("?") ? place : place + "?api-version=" + VERSION);
        var request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer test");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            var response = plain.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.headers().map().forEach((name, values) -> found.put(name, values.getFirst()));
            var text = response.body();
            return new Answer(response.statusCode(), found, text.isEmpty() ? Json.object() : Json.parse(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the state of the operation is that an answer speaks of. */
    Answer poll(Answer answer) {
        return call("GET", answer.header("Azure-AsyncOperation"), "");
    }

    /** An address as the SDK has it. */
    static PublicIpAddressInner standardAddress() {
        return new PublicIpAddressInner()
                .withLocation("West Europe")
                .withPublicIpAllocationMethod(IpAllocationMethod.STATIC)
                .withSku(new PublicIpAddressSku().withName(PublicIpAddressSkuName.STANDARD));
    }

    /** A public address that is ready. */
    void address(String name) {
        settle(put("publicIPAddresses/" + name, Documents.address()));
    }

    /** Polls until the operation has ended. */
    String settle(Answer answer) {
        if (!answer.headers().containsKey("Azure-AsyncOperation")) {
            throw new AssertionError(answer);
        }
        while (true) {
            var status = Json.text(poll(answer).body(), "status");
            if (!status.equals("InProgress")) {
                return status;
            }
        }
    }

    @Override
    public void close() {
        plain.close();
        emulator.close();
    }
}
