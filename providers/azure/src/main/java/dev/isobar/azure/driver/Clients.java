package dev.isobar.azure.driver;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.AddHeadersPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.http.policy.ArmChallengeAuthenticationPolicy;
import com.azure.core.util.Context;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.resourcemanager.network.fluent.NetworkManagementClient;
import com.azure.resourcemanager.network.implementation.NetworkManagementClientBuilder;
import dev.isobar.provider.calls.CloudFailure;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The vendor's client: its transport, credentials and version of the API. It makes each call once: whether it is made
 * again is decided by {@link Wire}.
 *
 * <p>The vendor's classes for documents forget what they do not know. A gateway is put as a whole, so they would take
 * away what a newer version of the API gave it: documents go through as they are.
 */
final class Clients {
    /** Slow answers take seconds; a minute means that none will come. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

    /** That of the documents which the vendor's library of this version describes. */
    static final String VERSION = "2025-03-01";

    private final NetworkManagementClient client;
    private final URI endpoint;
    private final LongAdder made = new LongAdder();

    private Clients(NetworkManagementClient client, URI endpoint) {
        this.client = client;
        this.endpoint = endpoint;
    }

    /**
     * Finds credentials as all of Azure's programs do: environment, workload and managed identity, {@code az login}.
     *
     * @param endpoint absent: that of Azure
     * @throws CloudFailure where the endpoint would get a token in the clear
     */
    static Clients open(String subscription, Optional<URI> endpoint) {
        var place = endpoint.orElse(URI.create(AzureEnvironment.AZURE.getResourceManagerEndpoint()));
        var environment = environment(place);
        var http = new JdkHttpClientBuilder()
                .connectionTimeout(Duration.ofSeconds(10))
                .responseTimeout(LONGEST_CALL)
                .build();
        var pipeline = new HttpPipelineBuilder()
                .httpClient(http)
                .policies(
                        new UserAgentPolicy("isobar"), new RequestIdPolicy(), authentication(place, environment, http))
                .build();
        return new Clients(
                new NetworkManagementClientBuilder()
                        .pipeline(pipeline)
                        .endpoint(place.toString())
                        .environment(environment)
                        .subscriptionId(subscription)
                        .buildClient(),
                place);
    }

    /** What runs here is never asked with the credentials of the machine that it runs on. */
    private static HttpPipelinePolicy authentication(URI place, AzureEnvironment environment, HttpClient http) {
        if (isLoopback(place)) {
            return new AddHeadersPolicy(new HttpHeaders().set(HttpHeaderName.AUTHORIZATION, "Bearer local"));
        }
        if (!"https".equals(place.getScheme())) {
            throw new CloudFailure(
                    "the endpoint %s would get a token in the clear".formatted(place), "use https there");
        }
        TokenCredential credential = new DefaultAzureCredentialBuilder()
                .httpClient(http)
                .authorityHost(environment.getActiveDirectoryEndpoint())
                .build();
        return new ArmChallengeAuthenticationPolicy(
                credential, withoutSlash(environment.getManagementEndpoint()) + "/.default");
    }

    private static AzureEnvironment environment(URI place) {
        return AzureEnvironment.knownEnvironments().stream()
                .filter(known ->
                        withoutSlash(known.getResourceManagerEndpoint()).equals(withoutSlash(place.toString())))
                .findFirst()
                .orElse(AzureEnvironment.AZURE);
    }

    private static String withoutSlash(String url) {
        return url.replaceAll("/+$", "");
    }

    static boolean isLoopback(URI endpoint) {
        try {
            return endpoint.getHost() != null
                    && InetAddress.getByName(endpoint.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** How many calls were made so far, each attempt counted. */
    long made() {
        return made.sum();
    }

    /**
     * Makes a call, once. Waits for the answer, which may be that of an error.
     *
     * @throws RuntimeException where none comes
     */
    Answer send(Rest rest) {
        made.increment();
        var request = new HttpRequest(HttpMethod.valueOf(rest.verb()), url(rest.place()));
        request.setHeader(HttpHeaderName.ACCEPT, "application/json");
        switch (rest.condition()) {
            case Rest.Condition.Always() -> {}
            case Rest.Condition.IfMatch(var etag) -> request.setHeader(HttpHeaderName.IF_MATCH, etag);
            case Rest.Condition.IfAbsent() -> request.setHeader(HttpHeaderName.IF_NONE_MATCH, "*");
        }
        rest.body().ifPresent(body -> {
            request.setHeader(HttpHeaderName.CONTENT_TYPE, "application/json");
            request.setBody(Json.print(body));
        });
        try (var response = client.getHttpPipeline().sendSync(request, Context.NONE)) {
            return answer(response);
        } catch (HttpResponseException e) {
            throw new CloudFailure(
                    "Azure refuses who calls: " + e.getMessage(),
                    "log in again with az login, and check the tenant",
                    e);
        }
    }

    private String url(String place) {
        if (!place.startsWith("/")) {
            return own(place);
        }
        return withoutSlash(endpoint.toString()) + place + (place.contains("?") ? "&" : "?") + "api-version=" + VERSION;
    }

    /** No other host gets our token. */
    private String own(String url) {
        var there = URI.create(url);
        if (!endpoint.getScheme().equals(there.getScheme())
                || !endpoint.getAuthority().equals(there.getAuthority())) {
            throw new CloudFailure(
                    "Azure sends us to %s, which is not %s".formatted(there, endpoint),
                    "use the endpoint that Azure names");
        }
        return url;
    }

    private static Answer answer(HttpResponse response) {
        var octets = response.getBodyAsBinaryData();
        var text = octets == null ? "" : new String(octets.toBytes(), StandardCharsets.UTF_8);
        var headers = response.getHeaders();
        return new Answer(
                response.getStatusCode(),
                Json.parse(text).orElseGet(Json::object),
                Optional.ofNullable(headers.getValue(HttpHeaderName.fromString("Azure-AsyncOperation"))),
                Optional.ofNullable(headers.getValue(HttpHeaderName.LOCATION)),
                Optional.ofNullable(headers.getValue(HttpHeaderName.RETRY_AFTER))
                        .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))));
    }
}
