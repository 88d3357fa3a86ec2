package dev.isobar.aws.emulator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations on the certificates of listeners besides the default. */
final class ListenerCertificates {
    static final Map<String, Operation> OPERATIONS = Map.of(
            "AddListenerCertificates", ListenerCertificates::add,
            "RemoveListenerCertificates", ListenerCertificates::remove,
            "DescribeListenerCertificates", ListenerCertificates::describe);

    private ListenerCertificates() {}

    /** @throws ApiError where the account has no such certificate */
    static void checkThere(Store store, String arn) {
        if (!store.certificates().containsKey(arn)
                && !store.settings().account().certificates().contains(arn)) {
            throw ApiError.of("CertificateNotFound", "Certificate '%s' not found".formatted(arn));
        }
    }

    static Optional<String> defaultOf(Store.Listener listener) {
        return listener.description().items("Certificates").stream()
                .map(certificate -> certificate.get("CertificateArn"))
                .findFirst();
    }

    private static Store.Listener secure(Store store, Tree parameters) {
        var listener = store.listener(parameters.get("ListenerArn"));
        if (defaultOf(listener).isEmpty()) {
            throw ApiError.invalid("Certificates cannot be specified for %s listeners"
                    .formatted(listener.description().get("Protocol")));
        }
        return listener;
    }

    private static List<String> given(Tree parameters) {
        return parameters.items("Certificates").stream()
                .peek(certificate -> {
                    if (certificate.has("IsDefault")) {
                        throw ApiError.invalid("IsDefault cannot be specified");
                    }
                })
                .map(certificate -> certificate.get("CertificateArn"))
                .toList();
    }

    private static Tree add(Store store, Tree parameters) {
        var listener = secure(store, parameters);
        var arns = new LinkedHashSet<>(listener.certificates());
        for (var arn : given(parameters)) {
            checkThere(store, arn);
            if (!defaultOf(listener).equals(Optional.of(arn))) {
                arns.add(arn);
            }
        }
        put(store, listener, List.copyOf(arns));
        var balancer = store.balancer(listener.description().get("LoadBalancerArn"));
        AccountLimits.room(
                store,
                balancer.application() ? AccountLimits.CERTIFICATES : AccountLimits.NETWORK_CERTIFICATES,
                store.listenersOf(balancer.arn())
                                .mapToLong(other -> other.certificates().size())
                                .sum()
                        - 1,
                "TooManyCertificates");
        return Tree.EMPTY.with(
                "Certificates",
                Tree.list(given(parameters).stream()
                        .map(arn -> Tree.EMPTY.with("CertificateArn", arn).with("IsDefault", "false"))
                        .toList()));
    }

    private static Tree remove(Store store, Tree parameters) {
        var listener = secure(store, parameters);
        var arns = new ArrayList<>(listener.certificates());
        for (var arn : given(parameters)) {
            if (defaultOf(listener).equals(Optional.of(arn))) {
                throw ApiError.of("OperationNotPermitted", "The default certificate of a listener cannot be removed");
            }
            arns.remove(arn);
        }
        put(store, listener, arns);
        return Tree.EMPTY;
    }

    private static void put(Store store, Store.Listener listener, List<String> certificates) {
        store.listeners()
                .put(
                        listener.arn(),
                        new Store.Listener(listener.description(), listener.attributes(), List.copyOf(certificates)));
    }

    private static Tree describe(Store store, Tree parameters) {
        var listener = store.listener(parameters.get("ListenerArn"));
        List<Tree> shown = new ArrayList<>();
        defaultOf(listener)
                .ifPresent(
                        arn -> shown.add(Tree.EMPTY.with("CertificateArn", arn).with("IsDefault", "true")));
        listener.certificates()
                .forEach(arn -> shown.add(Tree.EMPTY.with("CertificateArn", arn).with("IsDefault", "false")));
        return Pages.page("Certificates", shown, "CertificateArn", parameters, store);
    }
}
