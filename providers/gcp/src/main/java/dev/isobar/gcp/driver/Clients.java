package dev.isobar.gcp.driver;

import com.google.api.gax.core.BackgroundResource;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.httpjson.ApiMethodDescriptor;
import com.google.api.gax.httpjson.HttpJsonCallSettings;
import com.google.api.gax.httpjson.HttpJsonCallableFactory;
import com.google.api.gax.httpjson.HttpRequestFormatter;
import com.google.api.gax.httpjson.InstantiatingHttpJsonChannelProvider;
import com.google.api.gax.httpjson.ProtoMessageResponseParser;
import com.google.api.gax.rpc.ClientContext;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.api.pathtemplate.PathTemplate;
import com.google.cloud.compute.v1.stub.UrlMapsStubSettings;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.isobar.provider.calls.CloudFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * The vendor's channel: its transport, credentials and messages. It makes each call once: whether it is made again is
 * decided by {@link Wire}.
 *
 * <p>The vendor has 26 client classes for the kinds of load balancing, each with channels and threads of its own, whose
 * calls differ in nothing but the path. One channel and {@link Rest} do for all.
 */
final class Clients implements AutoCloseable {
    /** Slow answers take seconds; a minute means that none will come. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

    static {
        // The connections of the JDK repeat a POST whose answer was lost, and say nothing about it.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final ClientContext context;
    private final ExecutorService threads;

    private Clients(ClientContext context, ExecutorService threads) {
        this.context = context;
        this.threads = threads;
    }

    /**
     * Finds credentials as all of Google's programs do: {@code GOOGLE_APPLICATION_CREDENTIALS}, those of
     * {@code gcloud auth application-default login}, and those of the machine.
     *
     * @param endpoint absent: that of Google
     * @throws CloudFailure where there are none
     */
    static Clients open(Optional<URI> endpoint) {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var settings = UrlMapsStubSettings.newBuilder();
            // What runs here is never asked with the credentials of the machine that it runs on.
            CredentialsProvider credentials =
                    endpoint.filter(Clients::isLoopback).isPresent()
                            ? NoCredentialsProvider.create()
                            : settings.getCredentialsProvider();
            settings.setCredentialsProvider(credentials)
                    .setTransportChannelProvider(InstantiatingHttpJsonChannelProvider.newBuilder()
                            .setExecutor(threads)
                            .build());
            endpoint.ifPresent(place -> settings.setEndpoint(withoutSlash(place)));
            return new Clients(ClientContext.create(settings.build()), threads);
        } catch (IOException e) {
            threads.close();
            throw new CloudFailure(
                    "no credentials for Google Cloud were found: " + e.getMessage(),
                    "log in with gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS",
                    e);
        }
    }

    private static String withoutSlash(URI endpoint) {
        return endpoint.toString().replaceAll("/+$", "");
    }

    static boolean isLoopback(URI endpoint) {
        try {
            return endpoint.getHost() != null
                    && InetAddress.getByName(endpoint.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Makes a call, once. Waits for the answer.
     *
     * @param answer a message of the kind that comes back
     * @throws com.google.api.gax.rpc.ApiException where the service refuses, or none answers
     */
    <T extends Message> T call(Rest request, T answer) {
        var parser = ProtoMessageResponseParser.<T>newBuilder()
                .setDefaultInstance(answer)
                .build();
        var descriptor = ApiMethodDescriptor.<Rest, T>newBuilder()
                .setFullMethodName(
                        "google.cloud.compute.v1." + request.operation().replace('.', '/'))
                .setHttpMethod(request.verb())
                .setType(ApiMethodDescriptor.MethodType.UNARY)
                .setRequestFormatter(new Format())
                .setResponseParser(parser)
                .build();
        var once = UnaryCallSettings.<Rest, T>newUnaryCallSettingsBuilder()
                .setSimpleTimeoutNoRetriesDuration(LONGEST_CALL)
                .build();
        var settings = HttpJsonCallSettings.<Rest, T>newBuilder()
                .setMethodDescriptor(descriptor)
                .build();
        return HttpJsonCallableFactory.createUnaryCallable(settings, once, context)
                .call(request);
    }

    /** How a request is written. */
    private static final class Format implements HttpRequestFormatter<Rest> {
        private static final PathTemplate ANY = PathTemplate.create("compute/v1/{path=**}");

        @Override
        public Map<String, List<String>> getQueryParamNames(Rest request) {
            return request.query().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
        }

        @Override
        public String getRequestBody(Rest request) {
            return request.body().map(Format::json).orElse("");
        }

        private static String json(Message body) {
            try {
                return JsonFormat.printer().omittingInsignificantWhitespace().print(body);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("a message of the API that cannot be written", e);
            }
        }

        @Override
        public String getPath(Rest request) {
            return "compute/v1/" + request.path();
        }

        @Override
        public PathTemplate getPathTemplate() {
            return ANY;
        }
    }

    @Override
    public void close() {
        context.getBackgroundResources().forEach(BackgroundResource::shutdown);
        threads.close();
    }
}
