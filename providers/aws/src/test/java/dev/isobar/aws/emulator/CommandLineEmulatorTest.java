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
