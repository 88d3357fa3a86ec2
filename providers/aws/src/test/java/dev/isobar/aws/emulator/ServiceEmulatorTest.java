package dev.isobar.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateTagKeysException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Limit;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SslPolicy;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyTagsException;

/** What holds for all operations: tags, the wire, what goes wrong on purpose. */
class ServiceEmulatorTest {
    private final Cloud cloud = Cloud.start();

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void tagsAllKindsOfResources() {
        var balancer = cloud.balancer("shop");
        var group = cloud.group("web");
        var listener = cloud.listener(balancer, 80, Cloud.forward(group)).listenerArn();
        var rule =
                cloud.rule(listener, 1, Cloud.answer("200"), Cloud.path("/x")).ruleArn();
        var arns = new String[] {balancer, group, listener, rule};

        cloud.client.addTags(request -> request.resourceArns(arns).tags(tag("isobar:id", "1"), tag("Name", "x")));
        cloud.client.removeTags(request -> request.resourceArns(arns).tagKeys("Name"));

        assertThat(cloud.client
                        .describeTags(request -> request.resourceArns(arns))
                        .tagDescriptions())
                .hasSize(4)
                .allSatisfy(description -> assertThat(description.tags()).containsExactly(tag("isobar:id", "1")));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void refusesTags() {
        var arn = cloud.group("web");

        assertThatThrownBy(() -> cloud.client.addTags(
                        request -> request.resourceArns(arn).tags(tag("a", "1"), tag("a", "2"))))
                .isInstanceOf(DuplicateTagKeysException.class);
        assertThatThrownBy(() -> cloud.client.addTags(
                        request -> request.resourceArns(arn).tags(tag("a#b", "1"))))
                .hasMessageContaining("regular expression pattern");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 51; i++) {
                        var key = "key-" + i;
                        cloud.client.addTags(
                                request -> request.resourceArns(arn).tags(tag(key, "")));
                    }
                })
                .isInstanceOf(TooManyTagsException.class);
    }

    @Test
    void describesLimitsAndPolicies() {
        assertThat(cloud.client.describeAccountLimits().limits())
                .contains(Limit.builder()
                        .name("rules-per-application-load-balancer")
                        .max("100")
                        .build());
        assertThat(cloud.client.describeSSLPolicies().sslPolicies())
                .extracting(SslPolicy::name)
                .contains("ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS13-1-2-2021-06");
    }

    @Test
    void saysWhatItDoesNotSupport() {
        assertThatThrownBy(() -> cloud.client.getResourcePolicy(request -> request.resourceArn("arn")))
                .isInstanceOfSatisfying(
                        ElasticLoadBalancingV2Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnsupportedOperation"));
    }

    @Test
    void refusesUnknownParametersInTheWordsOfTheService() throws Exception {
        var response = post("Action=DescribeLoadBalancers&Version=2015-12-01&Nmaes.member.1=x", "eu-west-1");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .matches(
                        "(?s)<\\?xml .*<ErrorResponse"
                            + " xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\"><Error><Code>ValidationError</Code><Message>Unknown"
                            + " parameter"
                            + " 'Nmaes'</Message><Type>Sender</Type></Error><RequestId>[0-9a-f-]{36}</RequestId></ErrorResponse>\n");
    }

    @Test
    void refusesUnknownOperationsRegionsAndUnsignedRequests() throws Exception {
        assertThat(post("Action=Describe&Version=2015-12-01", "eu-west-1").body())
                .contains("<Code>InvalidAction</Code>");
        assertThat(post("Action=DescribeLoadBalancers&Version=2015-12-01", "us-east-1")
                        .body())
                .contains("<Code>SignatureDoesNotMatch</Code>");
        var unsigned = HttpRequest.newBuilder(cloud.emulator.endpoint())
                .POST(HttpRequest.BodyPublishers.ofString("Action=DescribeLoadBalancers&Version=2015-12-01"))
                .build();
        assertThat(send(unsigned).statusCode()).isEqualTo(403);
    }

    private HttpResponse<String> post(String form, String region) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(cloud.emulator.endpoint())
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20261122/%s/elasticloadbalancing/aws4_request, SignedHeaders=host, Signature=0"
                                .formatted(region))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void clientsSurviveThrottling() {
        cloud.emulator.faults().throttleEvery(2);

        cloud.balancer("shop");
        cloud.group("web");

        assertThat(cloud.emulator.calls()).extracting(Call::outcome).containsExactly("OK", "Throttling", "OK");
    }

    @Test
    void lostAnswersHadTheirEffect() {
        cloud.emulator.faults().loseAnswerOf(1);

        var arn = cloud.balancer("shop");

        assertThat(cloud.emulator.calls()).extracting(Call::outcome).containsExactly("answer lost", "OK");
        assertThat(cloud.client.describeLoadBalancers().loadBalancers())
                .singleElement()
                .satisfies(balancer -> assertThat(balancer.loadBalancerArn()).isEqualTo(arn));
    }

    @Test
    void unreachableCallsHaveNone() {
        cloud.emulator.faults().unreachableAfter(0);
        assertThatThrownBy(() -> cloud.balancer("shop")).isInstanceOf(SdkClientException.class);

        cloud.emulator.faults().reachable();
        assertThat(cloud.client.describeLoadBalancers().loadBalancers()).isEmpty();
    }

    @Test
    void answersLater() {
        cloud.emulator.faults().latency(Duration.ofMillis(50));
        long before = System.nanoTime();

        cloud.group("web");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void formsAreReadAsTrees() {
        var tree = Tree.parse("A.member.2.B=x%20y&A.member.1.B=z&A.member.10.B=last&C=&D.1=p");

        assertThat(tree.items("A")).extracting(item -> item.get("B")).containsExactly("z", "x y", "last");
        assertThat(tree.texts("D")).containsExactly("p");
        assertThat(tree.items("C")).isEmpty();
        assertThat(tree).isEqualTo(Tree.parse("D.1=p&A.member.1.B=z&A.member.2.B=x+y&A.member.10.B=last&C="));
        assertThatThrownBy(() -> Tree.parse("A=1&A=2")).isInstanceOf(ApiError.class);
        assertThat(Xml.document("R", "urn:x", "member", Tree.EMPTY.with("T", "<&>\"")))
                .endsWith("<R xmlns=\"urn:x\"><T>&lt;&amp;&gt;&quot;</T></R>\n");
        assertThat(Map.copyOf(tree.parts())).containsKey("C");
    }
}
