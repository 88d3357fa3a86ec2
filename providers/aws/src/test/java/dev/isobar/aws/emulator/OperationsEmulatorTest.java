package dev.isobar.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidConfigurationRequestException;
import software.amazon.awssdk.utils.builder.Buildable;

/** Which operations there are, by the client of the vendor. */
class OperationsEmulatorTest {
    private final Cloud cloud = Cloud.start();

    @AfterEach
    void stop() {
        cloud.close();
    }

    /** The rest says that it is not supported. */
    @Test
    void allOperationsOfTheClientAreServedButThese() throws ReflectiveOperationException {
        var unsupported = new TreeSet<String>();
        for (var method : ElasticLoadBalancingV2Client.class.getMethods()) {
            if (isOperation(method)) {
                var request = method.getParameterTypes()[0];
                var builder = request.getMethod("builder").invoke(null);
                var build = Buildable.class.getMethod("build");
                try {
                    method.invoke(cloud.client, build.invoke(builder));
                } catch (InvocationTargetException e) {
                    if (e.getCause() instanceof ElasticLoadBalancingV2Exception refused
                            && refused.awsErrorDetails().errorCode().equals("UnsupportedOperation")) {
                        unsupported.add(method.getName());
                    }
                }
            }
        }
        assertThat(unsupported).containsExactly("getResourcePolicy", "modifyIpPools");
        assertThat(new TreeSet<>(cloud.operations())).hasSizeGreaterThan(45);
    }

    private static boolean isOperation(Method method) {
        return method.getParameterCount() == 1
                && method.getParameterTypes()[0].getSimpleName().endsWith("Request")
                && !method.getReturnType().getSimpleName().endsWith("Iterable")
                && Arrays.stream(method.getParameterTypes()).noneMatch(Class::isInterface);
    }

    @Test
    void reservesCapacity() {
        var arn = cloud.balancer("shop");
        assertThat(cloud.client
                        .describeCapacityReservation(request -> request.loadBalancerArn(arn))
                        .minimumLoadBalancerCapacity())
                .isNull();

        cloud.client.modifyCapacityReservation(
                request -> request.loadBalancerArn(arn).minimumLoadBalancerCapacity(most -> most.capacityUnits(100)));

        var reserved = cloud.client.describeCapacityReservation(request -> request.loadBalancerArn(arn));
        assertThat(reserved.minimumLoadBalancerCapacity().capacityUnits()).isEqualTo(100);
        assertThat(reserved.capacityReservationState())
                .extracting(zone -> zone.availabilityZone() + " " + zone.state().codeAsString())
                .containsExactly("eu-west-1a provisioned", "eu-west-1b provisioned");
        assertThatThrownBy(() -> cloud.client.modifyCapacityReservation(request -> request.loadBalancerArn(arn)))
                .isInstanceOf(InvalidConfigurationRequestException.class);
        assertThat(cloud.client
                        .modifyCapacityReservation(
                                request -> request.loadBalancerArn(arn).resetCapacityReservation(true))
                        .minimumLoadBalancerCapacity())
                .isNull();
    }
}
