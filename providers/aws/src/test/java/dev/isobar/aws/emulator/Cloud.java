package dev.isobar.aws.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** An emulator, and the real client of it. */
final class Cloud implements AutoCloseable {
    static final String VPC = "vpc-0a1b2c3d";

    final AwsEmulator emulator;
    final ElasticLoadBalancingV2Client client;

    private Cloud(AwsEmulator emulator) {
        this.emulator = emulator;
        this.client = ElasticLoadBalancingV2Client.builder()
                .endpointOverride(emulator.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    static Cloud start() {
        return start(Settings.usual());
    }

    static Cloud start(Settings settings) {
        try {
            return new Cloud(AwsEmulator.start(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    AcmClient certificates() {
        return AcmClient.builder()
                .endpointOverride(emulator.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    }

    /** The ARN of a new Application Load Balancer. */
    String balancer(String name) {
        return client.createLoadBalancer(request -> request.name(name).subnets("subnet-0a", "subnet-0b"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
    }

    /** The ARN of a new Network Load Balancer. */
    String networkBalancer(String name) {
        return client.createLoadBalancer(
                        request -> request.name(name).type("network").subnets("subnet-0a"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
    }

    /** The ARN of a new target group of addresses. */
    String group(String name) {
        return group(name, ProtocolEnum.HTTP);
    }

    String group(String name, ProtocolEnum protocol) {
        return client.createTargetGroup(request -> request.name(name)
                        .protocol(protocol)
                        .port(8080)
                        .vpcId(VPC)
                        .targetType(TargetTypeEnum.IP))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
    }

    Listener listener(String balancerArn, int port, Action action) {
        return client.createListener(request -> request.loadBalancerArn(balancerArn)
                        .protocol(ProtocolEnum.HTTP)
                        .port(port)
                        .defaultActions(action))
                .listeners()
                .getFirst();
    }

    Rule rule(String listenerArn, int priority, Action action, RuleCondition... conditions) {
        return client.createRule(request -> request.listenerArn(listenerArn)
                        .priority(priority)
                        .conditions(conditions)
                        .actions(action))
                .rules()
                .getFirst();
    }

    static Action forward(String groupArn) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .targetGroupArn(groupArn)
                .build();
    }

    static Action answer(String code) {
        return Action.builder()
                .type(ActionTypeEnum.FIXED_RESPONSE)
                .fixedResponseConfig(config -> config.statusCode(code))
                .build();
    }

    static RuleCondition path(String... patterns) {
        return RuleCondition.builder()
                .field("path-pattern")
                .pathPatternConfig(config -> config.values(patterns))
                .build();
    }

    /** The operations that were called, in order. */
    List<String> operations() {
        return emulator.calls().stream().map(Call::operation).toList();
    }

    @Override
    public void close() {
        client.close();
        emulator.close();
    }
}
