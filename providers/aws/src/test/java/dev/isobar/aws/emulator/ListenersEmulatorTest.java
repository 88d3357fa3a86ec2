package dev.isobar.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CertificateNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateListenerException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.IncompatibleProtocolsException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidLoadBalancerActionException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.OperationNotPermittedException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SslPolicyNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAssociationLimitException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyCertificatesException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyListenersException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyTargetGroupsException;

class ListenersEmulatorTest {
    private static final String FIRST = "arn:aws:acm:eu-west-1:123456789012:certificate/1";
    private static final String SECOND = "arn:aws:acm:eu-west-1:123456789012:certificate/2";
    private static final Settings SETTINGS = Settings.usual()
            .with(new Account("123456789012", "eu-west-1", Set.of(FIRST, SECOND)))
            .withLimits(Map.of(
                    "listeners-per-application-load-balancer", 3, "certificates-per-application-load-balancer", 1));

    private final Cloud cloud = Cloud.start(SETTINGS);
    private final String balancer = cloud.balancer("shop");

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void describesActionsInFull() {
        var group = cloud.group("web");

        var listener = cloud.listener(balancer, 80, Cloud.forward(group));

        assertThat(listener.listenerArn())
                .matches(
                        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop/[0-9a-f]{16}/[0-9a-f]{16}");
        var action = listener.defaultActions().getFirst();
        assertThat(action.targetGroupArn()).isEqualTo(group);
        assertThat(action.forwardConfig().targetGroups())
                .containsExactly(TargetGroupTuple.builder()
                        .targetGroupArn(group)
                        .weight(1)
                        .build());
        assertThat(action.forwardConfig().targetGroupStickinessConfig().enabled())
                .isFalse();
    }

    @Test
    void takesEqualSettingsAgainAndRefusesOthers() {
        var listener = cloud.listener(balancer, 80, Cloud.answer("404"));

        assertThat(cloud.listener(balancer, 80, Cloud.answer("404"))).isEqualTo(listener);
        assertThatThrownBy(() -> cloud.listener(balancer, 80, Cloud.answer("503")))
                .isInstanceOf(DuplicateListenerException.class);
    }

    @Test
    void changesTheDefaultActionAndItsRule() {
        var listener = cloud.listener(balancer, 80, Cloud.answer("404"));

        cloud.client.modifyListener(
                request -> request.listenerArn(listener.listenerArn()).defaultActions(Cloud.answer("503")));

        var rule = cloud.client
                .describeRules(request -> request.listenerArn(listener.listenerArn()))
                .rules()
                .getFirst();
        assertThat(rule.isDefault()).isTrue();
        assertThat(rule.priority()).isEqualTo("default");
        assertThat(rule.actions().getFirst().fixedResponseConfig().statusCode()).isEqualTo("503");
    }

    @Test
    void secureListenersNeedACertificateAndAPolicyThatAreThere() {
        assertThatThrownBy(() -> secure(443, List.of(), null)).hasMessageContaining("A certificate must be specified");
        assertThatThrownBy(() -> secure(443, List.of(FIRST + "x"), null))
                .isInstanceOf(CertificateNotFoundException.class);
        assertThatThrownBy(() -> secure(443, List.of(FIRST, SECOND), null))
                .isInstanceOf(TooManyCertificatesException.class);
        assertThatThrownBy(() -> secure(443, List.of(FIRST), "ELBSecurityPolicy-2099"))
                .isInstanceOf(SslPolicyNotFoundException.class);
        assertThat(secure(443, List.of(FIRST), null).sslPolicy()).isEqualTo("ELBSecurityPolicy-2016-08");
    }

    private Listener secure(int port, List<String> certificates, @Nullable String policy) {
        return cloud.client
                .createListener(request -> request.loadBalancerArn(balancer)
                        .protocol(ProtocolEnum.HTTPS)
                        .port(port)
                        .sslPolicy(policy)
                        .certificates(certificates.stream()
                                .map(arn -> Certificate.builder()
                                        .certificateArn(arn)
                                        .build())
                                .toList())
                        .defaultActions(Cloud.answer("404")))
                .listeners()
                .getFirst();
    }

    @Test
    void presentsMoreCertificates() {
        var arn = secure(443, List.of(FIRST), null).listenerArn();
        var second = Certificate.builder().certificateArn(SECOND).build();

        cloud.client.addListenerCertificates(request -> request.listenerArn(arn).certificates(second));

        assertThat(cloud.client
                        .describeListenerCertificates(request -> request.listenerArn(arn))
                        .certificates())
                .extracting(Certificate::certificateArn, Certificate::isDefault)
                .containsExactly(tuple(FIRST, true), tuple(SECOND, false));
        assertThatThrownBy(() -> cloud.client.removeListenerCertificates(request -> request.listenerArn(arn)
                        .certificates(
                                Certificate.builder().certificateArn(FIRST).build())))
                .isInstanceOf(OperationNotPermittedException.class);
        cloud.client.removeListenerCertificates(
                request -> request.listenerArn(arn).certificates(second));
        assertThat(cloud.client
                        .describeListenerCertificates(request -> request.listenerArn(arn))
                        .certificates())
                .hasSize(1);
    }

    @Test
    void refusesProtocolsThatDoNotFit() {
        var tcp = cloud.group("tcp", ProtocolEnum.TCP);

        assertThatThrownBy(() -> cloud.listener(balancer, 80, Cloud.forward(tcp)))
                .isInstanceOf(IncompatibleProtocolsException.class);
        assertThatThrownBy(() -> cloud.listener(cloud.networkBalancer("net"), 80, Cloud.forward(tcp)))
                .hasMessageContaining("Listener protocol 'HTTP' must be one of");
    }

    @Test
    void targetsThatSpeakHttp2NeedASecureListener() {
        var group = cloud.client
                .createTargetGroup(request -> request.name("grpc")
                        .protocol(ProtocolEnum.HTTP)
                        .protocolVersion("GRPC")
                        .port(50051)
                        .vpcId(Cloud.VPC))
                .targetGroups()
                .getFirst();

        assertThat(group.matcher().grpcCode()).isEqualTo("12");
        assertThatThrownBy(() -> cloud.listener(balancer, 80, Cloud.forward(group.targetGroupArn())))
                .hasMessageContaining("protocol-version 'GRPC'");
    }

    @Test
    void networkBalancersForwardOnly() {
        var net = cloud.networkBalancer("net");
        var one = cloud.group("one", ProtocolEnum.TCP);
        var two = cloud.group("two", ProtocolEnum.TCP);

        assertThatThrownBy(() -> tcp(net, Cloud.answer("404"))).isInstanceOf(InvalidLoadBalancerActionException.class);
        assertThat(tcp(net, weighted(one, 1, two, 3))
                        .defaultActions()
                        .getFirst()
                        .forwardConfig()
                        .targetGroups())
                .extracting(TargetGroupTuple::weight)
                .containsExactly(1, 3);
    }

    private Listener tcp(String net, Action action) {
        return cloud.client
                .createListener(request -> request.loadBalancerArn(net)
                        .protocol(ProtocolEnum.TCP)
                        .port(80)
                        .defaultActions(action))
                .listeners()
                .getFirst();
    }

    private static Action weighted(String one, int first, String two, int second) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(config -> config.targetGroups(
                        TargetGroupTuple.builder()
                                .targetGroupArn(one)
                                .weight(first)
                                .build(),
                        TargetGroupTuple.builder()
                                .targetGroupArn(two)
                                .weight(second)
                                .build()))
                .build();
    }

    @Test
    void weightsAreAtMost999AndGroupsAtMostFive() {
        var one = cloud.group("one");
        var two = cloud.group("two");

        assertThatThrownBy(() -> cloud.listener(balancer, 80, weighted(one, 0, two, 1000)))
                .hasMessageContaining("must be between 0 and 999");
        var six = IntStream.range(0, 6)
                .mapToObj(i -> TargetGroupTuple.builder()
                        .targetGroupArn(cloud.group("web-" + i))
                        .weight(1)
                        .build())
                .toList();
        assertThatThrownBy(() -> cloud.listener(
                        balancer,
                        80,
                        Action.builder()
                                .type(ActionTypeEnum.FORWARD)
                                .forwardConfig(config -> config.targetGroups(six))
                                .build()))
                .isInstanceOf(TooManyTargetGroupsException.class);
        assertThatThrownBy(() -> cloud.listener(balancer, 80, Cloud.forward(one + "x")))
                .isInstanceOf(TargetGroupNotFoundException.class);
    }

    @Test
    void targetGroupsServeOneLoadBalancer() {
        var group = cloud.group("web");
        cloud.listener(balancer, 80, Cloud.forward(group));

        assertThatThrownBy(() -> cloud.listener(cloud.balancer("other"), 80, Cloud.forward(group)))
                .isInstanceOf(TargetGroupAssociationLimitException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS, 443, #{host}, /#{path}, true",
        "HTTP, 80, #{host}, /#{path}, false",
        "'#{protocol}', '#{port}', #{host}, /#{path}, false",
        "'#{protocol}', 8080, #{host}, /#{path}, true",
        "'#{protocol}', '#{port}', b.example.com, /#{path}, true",
        "'#{protocol}', '#{port}', #{host}, /new/#{path}, true",
        "HTTPS, 443, #{host}, new, false",
        "HTTPS, 65536, #{host}, /, false",
    })
    void refusesRedirectsThatLoop(String protocol, String port, String host, String path, boolean taken) {
        var redirect = Action.builder()
                .type(ActionTypeEnum.REDIRECT)
                .redirectConfig(config -> config.protocol(protocol)
                        .port(port)
                        .host(host)
                        .path(path)
                        .statusCode("HTTP_301"))
                .build();

        if (taken) {
            assertThat(cloud.listener(balancer, 80, redirect)
                            .defaultActions()
                            .getFirst()
                            .redirectConfig()
                            .query())
                    .isEqualTo("#{query}");
        } else {
            assertThatThrownBy(() -> cloud.listener(balancer, 80, redirect)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void keepsAttributesToTheirPatterns() {
        var arn = cloud.listener(balancer, 80, Cloud.answer("404")).listenerArn();

        cloud.client.modifyListenerAttributes(request -> request.listenerArn(arn)
                .attributes(ListenerAttribute.builder()
                        .key("routing.http.response.server.enabled")
                        .value("false")
                        .build()));

        assertThat(cloud.client
                        .describeListenerAttributes(request -> request.listenerArn(arn))
                        .attributes())
                .filteredOn(attribute -> attribute.key().equals("routing.http.response.server.enabled"))
                .singleElement()
                .satisfies(attribute -> assertThat(attribute.value()).isEqualTo("false"));
    }

    @Test
    void attributesAreThoseOfTheProtocol() {
        var http = cloud.listener(balancer, 80, Cloud.answer("404")).listenerArn();
        var group = cloud.group("tcp", ProtocolEnum.TCP_UDP);
        var flows = cloud.client
                .createListener(request -> request.loadBalancerArn(cloud.networkBalancer("edge"))
                        .protocol(ProtocolEnum.TCP_UDP)
                        .port(53)
                        .defaultActions(Cloud.forward(group)))
                .listeners()
                .getFirst()
                .listenerArn();

        change(http, "routing.http.response.strict_transport_security.header_value", "max-age=1");
        change(http, "routing.http.response.strict_transport_security.header_value", "");
        for (var wrong : List.of(
                List.of(http, "routing.http.request.x_amzn_tls_version.header_name", "TLS"),
                List.of(http, "routing.http.response.x_powered_by.header_value", "me"),
                List.of(http, "routing.http.response.x_frame_options.header_value", "two\nlines"),
                List.of(http, "routing.http.response.server.enabled", "off"),
                List.of(http, "tcp.idle_timeout.seconds", "60"),
                List.of(flows, "tcp.idle_timeout.seconds", "60"))) {
            assertThatThrownBy(() -> change(wrong.get(0), wrong.get(1), wrong.get(2)))
                    .as(wrong.toString())
                    .isInstanceOf(ElasticLoadBalancingV2Exception.class);
        }
    }

    private void change(String listener, String key, String value) {
        cloud.client.modifyListenerAttributes(request -> request.listenerArn(listener)
                .attributes(ListenerAttribute.builder().key(key).value(value).build()));
    }

    @Test
    void pagesAndKeepsToTheLimitOfTheAccount() {
        for (int port = 1; port <= 3; port++) {
            cloud.listener(balancer, port, Cloud.answer("404"));
        }

        assertThat(cloud.client
                        .describeListenersPaginator(
                                request -> request.loadBalancerArn(balancer).pageSize(2))
                        .listeners())
                .extracting(Listener::port)
                .containsExactly(1, 2, 3);
        assertThatThrownBy(() -> cloud.listener(balancer, 4, Cloud.answer("404")))
                .isInstanceOf(TooManyListenersException.class);
    }
}
