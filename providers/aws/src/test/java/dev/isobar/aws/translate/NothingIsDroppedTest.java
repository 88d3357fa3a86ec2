package dev.isobar.aws.translate;

import dev.isobar.aws.resources.AwsResource;
import dev.isobar.provider.testkit.NothingIsDropped;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NothingIsDroppedTest {
    private static final FromAws.Known KNOWN = new FromAws.Known("eu-west-1", Optional.of("vpc-9"), Map.of());

    private static final Set<String> SOMETIMES_THE_SAME = Set.of(
            // What AWS takes where nothing is said.
            "Action.FixedResponse.contentType",
            "Listener.attributes",
            "LoadBalancer.attributes",
            "TargetGroup.attributes",
            // Our own marks; the model knows them as names.
            "ImportedCertificate.tags",
            "Listener.tags",
            "LoadBalancer.tags",
            "TargetGroup.tags",
            "TrustStore.tags",
            // Any value at all, beside others.
            "RuleCondition.HttpHeader.values",
            "RuleTable.Rule.conditions",
            // Only their order counts.
            "RuleTable.Rule.priority",
            // Kinds of target groups that have no such thing, and a port that each target has of its own.
            "TargetGroup.Fixed.ipAddressType",
            "TargetGroup.Fixed.port",
            "TargetGroup.Fixed.protocol",
            "TargetGroup.Fixed.protocolVersion",
            "TargetGroup.Fixed.vpcId",
            "Registrations.TargetDescription.port",
            // What AWS does not let be: https without TLS, a check by HTTP without a request, a port that is no number.
            "Listener.Endpoint.protocol",
            "TargetGroup.HealthCheck.Enabled.port",
            "TargetGroup.HealthCheck.Enabled.protocol");

    /** We make none of these; the golden files of imports have them. */
    private static final Set<String> OF_OTHERS =
            Set.of("Action.Authenticated.type", "RuleCondition.HostRegex.regexValues");

    @Test
    void everyFieldOfAResourceIsSeenInTheModelOrAmongTheLosses() throws IOException {
        new NothingIsDropped(
                        "aws",
                        AwsResource.class,
                        Cases::translate,
                        snapshot -> FromAws.translate(snapshot, KNOWN),
                        new NothingIsDropped.Exceptions(SOMETIMES_THE_SAME, OF_OTHERS))
                .verify();
    }
}
