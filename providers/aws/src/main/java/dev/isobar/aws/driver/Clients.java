package dev.isobar.aws.driver;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** The vendor's clients. They make each call once: whether it is made again is decided by {@link Wire}. */
record Clients(ElasticLoadBalancingV2Client balancing, AcmClient certificates, SdkHttpClient http)
        implements AutoCloseable {
    /** Slow answers of the service take seconds; a minute means that none will come. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

    private static final ClientOverrideConfiguration ONCE = ClientOverrideConfiguration.builder()
            .retryStrategy(AwsRetryStrategy.doNotRetry())
            .apiCallAttemptTimeout(LONGEST_CALL)
            .build();

    static {
        // The connections of the JDK repeat a POST whose answer was lost, and say nothing about it.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    /** @param endpoint of both services; absent: as environment and profile say, else that of AWS */
    static Clients open(Region region, Optional<URI> endpoint) {
        var http = UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(10))
                .socketTimeout(LONGEST_CALL)
                .build();
        var credentials = credentials(endpoint.filter(Clients::isLoopback).isPresent());
        return new Clients(
                configured(ElasticLoadBalancingV2Client.builder().httpClient(http), region, endpoint, credentials)
                        .build(),
                configured(AcmClient.builder().httpClient(http), region, endpoint, credentials)
                        .build(),
                http);
    }

    private static <B extends AwsClientBuilder<B, C>, C> B configured(
            B builder, Region region, Optional<URI> endpoint, AwsCredentialsProvider credentials) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(region).credentialsProvider(credentials).overrideConfiguration(ONCE);
    }

    /** What runs here is never asked with the credentials of the machine that it runs on, nor are they looked for. */
    private static AwsCredentialsProvider credentials(boolean local) {
        return local
                ? AwsCredentialsProviderChain.of(
                        SystemPropertyCredentialsProvider.create(),
                        EnvironmentVariableCredentialsProvider.create(),
                        ProfileCredentialsProvider.create())
                : DefaultCredentialsProvider.builder().build();
    }

    static boolean isLoopback(URI endpoint) {
        try {
            return endpoint.getHost() != null
                    && InetAddress.getByName(endpoint.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public void close() {
        balancing.close();
        certificates.close();
        http.close();
    }
}
