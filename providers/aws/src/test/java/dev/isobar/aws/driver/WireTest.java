package dev.isobar.aws.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.Cancellation;
import dev.isobar.provider.calls.CloudFailure;
import dev.isobar.provider.testkit.NoTime;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;

/** What people read where AWS says no. */
class WireTest {
    private static Wire wire(boolean local) {
        return new Wire(
                new Calls(OnAws.LIMITS, new Cancellation(), new NoTime(), new SplittableRandom(1)),
                local,
                () -> Map.of("target-groups", 3000, "rules-per-application-load-balancer", 100));
    }

    private static ElasticLoadBalancingV2Exception said(int status, String code) {
        return (ElasticLoadBalancingV2Exception) ElasticLoadBalancingV2Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("so it is")
                        .build())
                .build();
    }

    private static CloudFailure failure(Wire wire, String operation, RuntimeException why) {
        return catchThrowableOfType(
                CloudFailure.class,
                () -> wire.call(operation, () -> {
                    throw why;
                }));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        403 | AccessDenied | CreateTargetGroup | let who runs this do elasticloadbalancing:CreateTargetGroup
        400 | AccessDeniedException | ImportCertificate | let who runs this do acm:ImportCertificate
        403 | AccessDenied | AddListenerCertificates | let who runs this do elasticloadbalancing:AddListenerCertificates
        403 | ExpiredToken | DescribeTargetGroups | log in again: the credentials are too old
        400 | ExpiredTokenException | ListCertificates | log in again: the credentials are too old
        400 | TooManyTargetGroups | CreateTargetGroup | ask for more in Service Quotas, or use fewer; in this account target-groups is 3000
        400 | TooManyRules | CreateRule | ask for more in Service Quotas, or use fewer; in this account rules-per-application-load-balancer is 100
        400 | TooManyActions | CreateRule | ask for more in Service Quotas, or use fewer
        403 | SignatureDoesNotMatch | DescribeRules | check the credentials, the region in place.aws.region and the clock of this machine
        403 | InvalidClientTokenId | DescribeRules | check the credentials, the region in place.aws.region and the clock of this machine
        403 | OptInRequired | DescribeRules | enable the service and the region in the account
        400 | DuplicateTargetGroupName | CreateTargetGroup | something else has this name or port: rename the model, or remove the other one
        400 | PriorityInUse | CreateRule | a rule that is not of this model has the priority: move it, or remove it, and run plan again
        400 | ResourceInUse | DeleteTargetGroup | something that is not of this model uses it: find it in the console, and remove that use
        400 | OperationNotPermitted | DeleteLoadBalancer | lift what protects it, such as deletion protection, and run plan again
        400 | SubnetNotFound | CreateLoadBalancer | check place.aws.subnets
        400 | InvalidSecurityGroup | CreateLoadBalancer | check place.aws.securityGroups: they must be of the VPC of the subnets
        400 | LoadBalancerNotFound | ModifyListener | something else removed it meanwhile: run plan again
        400 | SomethingNew | CreateRule | correct what AWS names, and run plan again
        """)
    void saysWhatFailedAndWhatToDo(int status, String code, String operation, String fix) {
        var failure = failure(wire(false), operation, said(status, code));
        assertThat(failure).hasMessage("%s failed: AWS says %s: so it is", operation, code);
        assertThat(failure.fix()).isEqualTo(fix);
    }

    @ParameterizedTest
    @CsvSource({"400, Throttling", "429, ThrottlingException", "500, InternalFailure", "503, ServiceUnavailable"})
    void asksAgainWhereThatHelps(int status, String code) {
        var attempts = new AtomicInteger();
        var answer = wire(false).call("DescribeRules", () -> {
            if (attempts.incrementAndGet() < 4) {
                throw said(status, code);
            }
            return "answer";
        });
        assertThat(answer).isEqualTo("answer");
        assertThat(attempts).hasValue(4);
    }

    @Test
    void aServerOnThisMachineThatIsNotThereIsNotAskedAgain() {
        var why = SdkClientException.create("no", new ConnectException("refused"));
        var failure = failure(wire(true), "DescribeRules", why);
        assertThat(failure).hasMessage("DescribeRules was not made: nothing answers at the endpoint on this machine");
        assertThat(failure.fix()).isEqualTo("start it, or correct the endpoint");
    }

    @Test
    void aHostThatNobodyKnowsIsNamedInTheEnd() {
        var why = SdkClientException.create(
                "Received an UnknownHostException for elasticloadbalancing.eu-wst-1.amazonaws.com",
                new UnknownHostException("elasticloadbalancing.eu-wst-1.amazonaws.com"));
        assertThat(failure(wire(false), "DescribeRules", why))
                .hasMessageContaining("DescribeRules failed")
                .hasMessageContaining("elasticloadbalancing.eu-wst-1.amazonaws.com");
    }

    @Test
    void whoHasNoCredentialsIsToldHowToGetThem() {
        var why = SdkClientException.create("Unable to load credentials from any of the providers");
        assertThat(failure(wire(false), "DescribeRules", why).fix()).contains("aws sso login");
        assertThat(failure(wire(true), "DescribeRules", why).fix()).contains("an emulator takes any value");
    }
}
