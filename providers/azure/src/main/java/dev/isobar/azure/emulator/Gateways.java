package dev.isobar.azure.emulator;

import tools.jackson.databind.node.ObjectNode;

/** Application gateways of the second generation: each is one document, and all of its parts are checked together. */
final class Gateways implements Kind.Rules {
    @Override
    public ObjectNode accept(Draft draft) {
        var root = draft.root();
        for (var limit : draft.store().settings().limits().keySet()) {
            if (root.get(limit).isArray()) {
                Limits.check(draft.store(), root.id(), limit, root.get(limit).size());
            }
        }
        GatewayFrame.check(draft, root);
        GatewayCertificates.check(draft, root);
        GatewayTls.check(root);
        GatewayBackends.check(draft.store(), root);
        GatewayListeners.check(draft.store(), root);
        GatewayRewrites.check(root);
        GatewayRules.check(draft.store(), root);
        root.fill("enableHttp2", false);
        return draft.wanted();
    }

    @Override
    public void show(Store store, Stored resource, ObjectNode shown) {
        var root = new Part(resource.id(), shown);
        root.properties().put("operationalState", operationalState(resource.state()));
        GatewayCertificates.hide(root);
    }

    private static String operationalState(String provisioningState) {
        return switch (provisioningState) {
            case Stored.DELETING -> "Stopping";
            case Stored.FAILED -> "Stopped";
            default -> "Running";
        };
    }
}
