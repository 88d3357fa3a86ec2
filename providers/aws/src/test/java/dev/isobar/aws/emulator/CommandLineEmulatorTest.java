package dev.isobar.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A session with the {@code aws} command, where it is installed: a client that is not written in Java. */
class CommandLineEmulatorTest {
    private record Output(int code, String out) {}

    @BeforeAll
    static void commandIsInstalled() {
        assumeTrue(
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(folder -> new File(folder, "aws").canExecute()),
                "the aws command is not installed");
    }

    @Test
    void speaksToTheCommandLineOfTheVendor() throws Exception {
        try (var emulator = AwsEmulator.start(Settings.usual().with(new Pace(400, 0, 1, 1)))) {
            assertThat(text(
                            emulator,
                            "ec2 describe-subnets --filters Name=vpc-id,Values=vpc-0a1b2c3d"
                                    + " --query Subnets[].SubnetId"))
                    .isEqualTo("subnet-0a\tsubnet-0b\tsubnet-0c");
            assertThat(text(
                            emulator,
                            "ec2 describe-security-groups --group-ids sg-0e --query SecurityGroups[].GroupName"))
                    .isEqualTo("web");
            assertThat(aws(emulator, "ec2 describe-vpcs --vpc-ids vpc-99").out())
                    .contains("(InvalidVpcID.NotFound)");

            var balancer = text(
                    emulator,
                    "elbv2 create-load-balancer --name shop --subnets subnet-0a subnet-0b"
                            + " --tags Key=isobar:id,Value=shop --query LoadBalancers[0].LoadBalancerArn");
            var group = text(
                    emulator,
                    "elbv2 create-target-group --name web --protocol HTTP --port 80"
                            + " --vpc-id vpc-0a1b2c3d --target-type ip --query TargetGroups[0].TargetGroupArn");
            text(emulator, "elbv2 register-targets --target-group-arn " + group + " --targets Id=10.0.0.1,Port=8080");
            var listener = text(
                    emulator,
                    "elbv2 create-listener --load-balancer-arn " + balancer
                            + " --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=" + group
                            + " --query Listeners[0].ListenerArn");
            var rule = text(
                    emulator,
                    "elbv2 create-rule --listener-arn " + listener
                            + " --priority 10 --conditions Field=path-pattern,Values=/old/*"
                            + " --actions Type=redirect,RedirectConfig={Protocol=HTTPS,Port=443,StatusCode=HTTP_301}"
                            + " --query Rules[0].RuleArn");
            assertThat(text(emulator, "elbv2 describe-rules --listener-arn " + listener + " --query Rules[].Priority"))
                    .isEqualTo("10\tdefault");
            text(emulator, "elbv2 wait load-balancer-available --load-balancer-arns " + balancer);
            assertThat(text(
                            emulator,
                            "elbv2 describe-target-health --target-group-arn " + group
                                    + " --query TargetHealthDescriptions[0].TargetHealth.State"))
                    .isEqualTo("initial");
            assertThat(aws(emulator, "elbv2 delete-target-group --target-group-arn " + group)
                            .out())
                    .contains("(ResourceInUse)");
            text(emulator, "elbv2 delete-rule --rule-arn " + rule);
            text(emulator, "elbv2 delete-load-balancer --load-balancer-arn " + balancer);
            text(emulator, "elbv2 delete-target-group --target-group-arn " + group);
            assertThat(text(emulator, "elbv2 describe-load-balancers --query LoadBalancers[].LoadBalancerName"))
                    .isEmpty();
            assertThat(text(emulator, "acm list-certificates --query CertificateSummaryList"))
                    .isEmpty();
        }
    }

    /** Every kind of resource: made, changed, described and deleted. */
    @Test
    void aWholeSessionLeavesNothingBehind() throws Exception {
        var certificate = "arn:aws:acm:eu-west-1:123456789012:certificate/";
        var settings = Settings.usual()
                .with(new Account("123456789012", "eu-west-1", Set.of(certificate + "one", certificate + "two")))
                .with(new Pace(400, 0, 0, 0))
                .withObjects(Map.of("cas/all.pem", pem("authorities.pem"), "cas/revoked.pem", pem("revoked.pem")));
        try (var emulator = AwsEmulator.start(settings)) {
            var balancer = text(
                    emulator,
                    "elbv2 create-load-balancer --name shop --subnets subnet-0a subnet-0b --security-groups sg-0e"
                            + " --query LoadBalancers[0].LoadBalancerArn");
            var network = text(
                    emulator,
                    "elbv2 create-load-balancer --name edge --type network --subnets subnet-0a --security-groups sg-0e"
                            + " --query LoadBalancers[0].LoadBalancerArn");
            balancers(emulator, balancer);
            var web = group(emulator, "web", "HTTP");
            var api = group(emulator, "api", "HTTP");
            var dns = group(emulator, "dns", "TCP_UDP");
            groups(emulator, web);
            var store = trustStore(emulator);
            text(
                    emulator,
                    "elbv2 create-listener --load-balancer-arn " + network
                            + " --protocol TCP_UDP --port 53 --default-actions Type=forward,TargetGroupArn=" + dns);
            var listener = text(
                    emulator,
                    "elbv2 create-listener --load-balancer-arn " + balancer + " --protocol HTTPS --port 443"
                            + " --certificates CertificateArn=" + certificate + "one"
                            + " --mutual-authentication Mode=verify,TrustStoreArn=" + store
                            + " --default-actions Type=forward,TargetGroupArn=" + web
                            + " --query Listeners[0].ListenerArn");
            listeners(emulator, listener, certificate + "two");
            rules(emulator, listener, web, api);
            assertThat(aws(emulator, "elbv2 delete-trust-store --trust-store-arn " + store)
                            .out())
                    .contains("(TrustStoreInUse)");
            text(emulator, "elbv2 delete-listener --listener-arn " + listener);
            text(emulator, "elbv2 delete-trust-store --trust-store-arn " + store);
            text(emulator, "elbv2 delete-load-balancer --load-balancer-arn " + balancer);
            text(emulator, "elbv2 delete-load-balancer --load-balancer-arn " + network);
            for (var group : List.of(web, api, dns)) {
                text(emulator, "elbv2 delete-target-group --target-group-arn " + group);
            }
            for (var kind : List.of("load-balancers", "target-groups", "trust-stores")) {
                assertThat(text(emulator, "elbv2 describe-" + kind)).as(kind).isEmpty();
            }
        }
    }

    private static String pem(String file) throws IOException {
        try (var in = CommandLineEmulatorTest.class.getResourceAsStream("/certificates/" + file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void balancers(AwsEmulator emulator, String arn) throws InterruptedException {
        text(
                emulator,
                "elbv2 modify-load-balancer-attributes --load-balancer-arn " + arn
                        + " --attributes Key=deletion_protection.enabled,Value=true"
                        + " Key=routing.http.desync_mitigation_mode,Value=strictest");
        assertThat(aws(emulator, "elbv2 delete-load-balancer --load-balancer-arn " + arn)
                        .out())
                .contains("(OperationNotPermitted)");
        text(
                emulator,
                "elbv2 modify-load-balancer-attributes --load-balancer-arn " + arn
                        + " --attributes Key=deletion_protection.enabled,Value=false");
        text(emulator, "elbv2 set-ip-address-type --load-balancer-arn " + arn + " --ip-address-type dualstack");
        text(emulator, "elbv2 set-security-groups --load-balancer-arn " + arn + " --security-groups sg-0d sg-0e");
        text(emulator, "elbv2 set-subnets --load-balancer-arn " + arn + " --subnets subnet-0a subnet-0b");
        text(emulator, "elbv2 add-tags --resource-arns " + arn + " --tags Key=a,Value=1 Key=b,Value=2");
        text(emulator, "elbv2 remove-tags --resource-arns " + arn + " --tag-keys a");
        assertThat(text(
                        emulator,
                        "elbv2 describe-tags --resource-arns " + arn + " --query TagDescriptions[0].Tags[].Key"))
                .isEqualTo("b");
        assertThat(text(
                        emulator,
                        "elbv2 describe-load-balancers --names shop"
                                + " --query LoadBalancers[0].[IpAddressType,SecurityGroups[0],SecurityGroups[1]]"))
                .isEqualTo("dualstack\tsg-0d\tsg-0e");
    }

    private static String group(AwsEmulator emulator, String name, String protocol) throws InterruptedException {
        return text(
                emulator,
                "elbv2 create-target-group --name " + name + " --protocol " + protocol
                        + " --port 80 --vpc-id vpc-0a1b2c3d --target-type ip --query TargetGroups[0].TargetGroupArn");
    }

    private static void groups(AwsEmulator emulator, String arn) throws InterruptedException {
        text(emulator, "elbv2 modify-target-group --target-group-arn " + arn + " --health-check-path /up");
        text(
                emulator,
                "elbv2 modify-target-group-attributes --target-group-arn " + arn
                        + " --attributes Key=deregistration_delay.timeout_seconds,Value=10");
        text(emulator, "elbv2 register-targets --target-group-arn " + arn + " --targets Id=10.0.0.1 Id=10.0.0.2");
        text(emulator, "elbv2 deregister-targets --target-group-arn " + arn + " --targets Id=10.0.0.1");
        assertThat(text(
                        emulator,
                        "elbv2 describe-target-health --target-group-arn " + arn
                                + " --query TargetHealthDescriptions[].Target.Id"))
                .isEqualTo("10.0.0.2");
        assertThat(text(emulator, "elbv2 describe-target-groups --names web --query TargetGroups[0].HealthCheckPath"))
                .isEqualTo("/up");
    }

    private static String trustStore(AwsEmulator emulator) throws InterruptedException {
        var bundle = " --ca-certificates-bundle-s3-bucket cas --ca-certificates-bundle-s3-key all.pem";
        var arn = text(
                emulator, "elbv2 create-trust-store --name clients" + bundle + " --query TrustStores[0].TrustStoreArn");
        text(emulator, "elbv2 modify-trust-store --trust-store-arn " + arn + bundle);
        text(
                emulator,
                "elbv2 add-trust-store-revocations --trust-store-arn " + arn
                        + " --revocation-contents S3Bucket=cas,S3Key=revoked.pem,RevocationType=CRL");
        assertThat(text(
                        emulator,
                        "elbv2 describe-trust-stores --names clients"
                                + " --query TrustStores[0].[Status,NumberOfCaCertificates,TotalRevokedEntries]"))
                .isEqualTo("ACTIVE\t2\t2");
        text(emulator, "elbv2 remove-trust-store-revocations --trust-store-arn " + arn + " --revocation-ids 1");
        assertThat(text(emulator, "elbv2 describe-trust-store-revocations --trust-store-arn " + arn))
                .isEmpty();
        assertThat(text(emulator, "elbv2 get-trust-store-ca-certificates-bundle --trust-store-arn " + arn))
                .contains("all.pem");
        return arn;
    }

    private static void listeners(AwsEmulator emulator, String arn, String other) throws InterruptedException {
        text(
                emulator,
                "elbv2 modify-listener --listener-arn " + arn
                        + " --port 8443 --ssl-policy ELBSecurityPolicy-TLS13-1-2-2021-06");
        text(
                emulator,
                "elbv2 add-listener-certificates --listener-arn " + arn + " --certificates CertificateArn=" + other);
        assertThat(text(
                        emulator,
                        "elbv2 describe-listener-certificates --listener-arn " + arn + " --query length(Certificates)"))
                .isEqualTo("2");
        text(
                emulator,
                "elbv2 remove-listener-certificates --listener-arn " + arn + " --certificates CertificateArn=" + other);
        text(
                emulator,
                "elbv2 modify-listener-attributes --listener-arn " + arn
                        + " --attributes Key=routing.http.response.x_frame_options.header_value,Value=DENY"
                        + " Key=routing.http.request.x_amzn_tls_version.header_name,Value=TLS");
        assertThat(text(
                        emulator,
                        "elbv2 describe-listener-attributes --listener-arn " + arn
                                + " --query Attributes[?Value=='DENY'].Key"))
                .isEqualTo("routing.http.response.x_frame_options.header_value");
        assertThat(text(
                        emulator,
                        "elbv2 describe-listeners --listener-arns " + arn
                                + " --query Listeners[0].[Port,MutualAuthentication.Mode]"))
                .isEqualTo("8443\tverify");
    }

    private static void rules(AwsEmulator emulator, String listener, String web, String api)
            throws InterruptedException {
        var create = "elbv2 create-rule --listener-arn " + listener + " --query Rules[0].RuleArn --priority ";
        var first = text(
                emulator,
                create + "1 --conditions Field=path-pattern,Values=/a --actions Type=forward,TargetGroupArn=" + web);
        var second = text(
                emulator,
                create + "2 --conditions Field=host-header,Values=b.example.com --actions Type=forward,TargetGroupArn="
                        + web);
        text(emulator, "elbv2 modify-rule --rule-arn " + second + " --actions Type=forward,TargetGroupArn=" + api);
        text(
                emulator,
                "elbv2 set-rule-priorities --rule-priorities RuleArn=" + first + ",Priority=2 RuleArn=" + second
                        + ",Priority=1");
        assertThat(text(
                        emulator,
                        "elbv2 describe-rules --listener-arn " + listener
                                + " --query Rules[0].[Priority,Actions[0].TargetGroupArn]"))
                .isEqualTo("1\t" + api);
        text(emulator, "elbv2 delete-rule --rule-arn " + first);
    }

    private static String text(AwsEmulator emulator, String arguments) throws InterruptedException {
        var output = aws(emulator, arguments);
        assertThat(output.code()).as(output.out()).isZero();
        return output.out().strip();
    }

    private static Output aws(AwsEmulator emulator, String arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("aws"));
        command.addAll(Arrays.asList(arguments.split(" ", -1)));
        command.addAll(
                List.of("--endpoint-url", emulator.endpoint().toString(), "--region", "eu-west-1", "--output", "text"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("AWS_ACCESS_KEY_ID", "test");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().put("AWS_PAGER", "");
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
