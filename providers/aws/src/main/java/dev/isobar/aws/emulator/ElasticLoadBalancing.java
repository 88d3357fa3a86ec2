package dev.isobar.aws.emulator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Elastic Load Balancing, version 2015-12-01.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/Welcome.html">API reference</a>
 */
final class ElasticLoadBalancing implements Service {
    private static final String NAMESPACE = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";
    private static final String VERSION = "2015-12-01";

    private final Contract contract = Contract.elasticLoadBalancing();
    private final Map<String, Operation> operations = new TreeMap<>();

    ElasticLoadBalancing() {
        List.of(
                        LoadBalancers.OPERATIONS,
                        TargetGroups.OPERATIONS,
                        Targets.OPERATIONS,
                        Listeners.OPERATIONS,
                        ListenerCertificates.OPERATIONS,
                        Rules.OPERATIONS,
                        AttributeOperations.OPERATIONS,
                        TrustStores.OPERATIONS,
                        Revocations.OPERATIONS,
                        CapacityReservations.OPERATIONS,
                        Tags.OPERATIONS,
                        SecurityPolicies.OPERATIONS,
                        AccountLimits.OPERATIONS)
                .forEach(operations::putAll);
    }

    @Override
    public String operation(Message message) {
        return Tree.parse(message.body()).get("Action");
    }

    @Override
    public String answer(Store store, Message message, String requestId) {
        var form = Tree.parse(message.body());
        var operation = form.get("Action");
        if (!contract.knows(operation) || !form.get("Version").equals(VERSION)) {
            throw ApiError.of(
                    "InvalidAction",
                    "Could not find operation %s for version %s".formatted(operation, form.get("Version")));
        }
        var known = operations.get(operation);
        if (known == null) {
            throw ApiError.of("UnsupportedOperation", operation + " is not supported by the emulator");
        }
        var parameters = form.without("Action").without("Version");
        contract.check(operation, parameters);
        return Xml.document(
                operation + "Response",
                NAMESPACE,
                Tree.MEMBER,
                Tree.EMPTY.with(operation + "Result", known.answer(store, parameters)),
                Tree.EMPTY.with("ResponseMetadata", Tree.EMPTY.with("RequestId", requestId)));
    }

    @Override
    public String refusal(ApiError error, String requestId) {
        var said =
                Tree.EMPTY.with("Type", error.type()).with("Code", error.code()).with("Message", error.text());
        var answer = Tree.EMPTY.with("Error", said).with("RequestId", requestId);
        return Xml.document("ErrorResponse", NAMESPACE, Tree.MEMBER, answer);
    }

    @Override
    public String contentType() {
        return "text/xml";
    }

    @Override
    public ApiError throttled() {
        return ApiError.of("Throttling", "Rate exceeded");
    }
}
