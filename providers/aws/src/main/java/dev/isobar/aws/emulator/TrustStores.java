package dev.isobar.aws.emulator;

import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Operations on trust stores.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html">Mutual
 *     authentication</a>
 */
final class TrustStores {
    static final Map<String, Operation> OPERATIONS = Map.of(
            "CreateTrustStore", TrustStores::create,
            "DescribeTrustStores", TrustStores::describe,
            "ModifyTrustStore", TrustStores::modify,
            "DeleteTrustStore", TrustStores::delete,
            "DescribeTrustStoreAssociations", TrustStores::associations,
            "DeleteSharedTrustStoreAssociation", TrustStores::deleteAssociation,
            "GetTrustStoreCaCertificatesBundle",
                    (store, parameters) -> S3Objects.url(
                            store,
                            store.trustStore(parameters.get("TrustStoreArn")).bundle()));

    private static final Set<String> MODES = Set.of("off", "passthrough", "verify");

    private TrustStores() {}

    private static Tree create(Store store, Tree parameters) {
        var name = parameters.get("Name");
        if (named(store, name).isPresent()) {
            throw ApiError.of(
                    "DuplicateTrustStoreName", "A trust store with the name '%s' already exists".formatted(name));
        }
        AccountLimits.room(
                store, AccountLimits.TRUST_STORES, store.trustStores().size(), "TooManyTrustStores");
        var arn = store.settings()
                .account()
                .arn("elasticloadbalancing", "truststore/%s/%s".formatted(name, store.newId()));
        var description = Tree.EMPTY
                .with("Name", name)
                .with("TrustStoreArn", arn)
                .with("NumberOfCaCertificates", Integer.toString(certificates(store, parameters)))
                .with("TotalRevokedEntries", "0");
        var trustStore = new Store.TrustStore(description, bundle(parameters), new TreeMap<>(), 0);
        store.trustStores().put(arn, trustStore);
        Tags.put(store, arn, parameters.part("Tags"));
        return Tree.EMPTY.with("TrustStores", Tree.list(List.of(shown(store, trustStore))));
    }

    private static String bundle(Tree parameters) {
        return S3Objects.location(
                parameters.get("CaCertificatesBundleS3Bucket"),
                parameters.get("CaCertificatesBundleS3Key"),
                parameters.find("CaCertificatesBundleS3ObjectVersion"));
    }

    private static int certificates(Store store, Tree parameters) {
        var bundle = bundle(parameters);
        var text = S3Objects.text(store, bundle)
                .orElseThrow(() -> ApiError.of(
                        "CaCertificatesBundleNotFound", "The object '%s' does not exist".formatted(bundle)));
        try {
            return S3Objects.certificates(text);
        } catch (CertificateException e) {
            throw ApiError.of(
                    "InvalidCaCertificatesBundle", "The object '%s' holds no PEM certificates".formatted(bundle));
        }
    }

    private static Optional<Store.TrustStore> named(Store store, String name) {
        return store.trustStores().values().stream()
                .filter(trustStore -> trustStore.description().get("Name").equals(name))
                .findFirst();
    }

    private static boolean active(Store store, Store.TrustStore trustStore) {
        return trustStore.polls() >= store.settings().pace().untilActive();
    }

    private static Tree shown(Store store, Store.TrustStore trustStore) {
        return trustStore.description().with("Status", active(store, trustStore) ? "ACTIVE" : "CREATING");
    }

    private static Tree describe(Store store, Tree parameters) {
        var arns = parameters.texts("TrustStoreArns");
        var names = parameters.texts("Names");
        if (!arns.isEmpty() && !names.isEmpty()) {
            throw ApiError.invalid("Trust store names and trust store ARNs cannot be specified at the same time");
        }
        arns.forEach(store::trustStore);
        names.stream().filter(name -> named(store, name).isEmpty()).findFirst().ifPresent(name -> {
            throw ApiError.of("TrustStoreNotFound", "Trust store '%s' not found".formatted(name));
        });
        var chosen = store.trustStores().values().stream()
                .filter(trustStore -> (arns.isEmpty() || arns.contains(trustStore.arn()))
                        && (names.isEmpty()
                                || names.contains(trustStore.description().get("Name"))))
                .toList();
        var shown = chosen.stream().map(each -> shown(store, each)).toList();
        chosen.forEach(each -> store.trustStores()
                .put(
                        each.arn(),
                        new Store.TrustStore(each.description(), each.bundle(), each.revocations(), each.polls() + 1)));
        return Pages.page("TrustStores", shown, "TrustStoreArn", parameters, store);
    }

    private static Tree modify(Store store, Tree parameters) {
        var before = store.trustStore(parameters.get("TrustStoreArn"));
        var description =
                before.description().with("NumberOfCaCertificates", Integer.toString(certificates(store, parameters)));
        var after = new Store.TrustStore(description, bundle(parameters), before.revocations(), before.polls());
        store.trustStores().put(after.arn(), after);
        return Tree.EMPTY.with("TrustStores", Tree.list(List.of(shown(store, after))));
    }

    private static Tree delete(Store store, Tree parameters) {
        var arn = store.trustStore(parameters.get("TrustStoreArn")).arn();
        if (!store.balancersVerifyingWith(arn).isEmpty()) {
            throw ApiError.of("TrustStoreInUse", "Trust store '%s' is currently in use by a listener".formatted(arn));
        }
        store.trustStores().remove(arn);
        store.tags().remove(arn);
        return Tree.EMPTY;
    }

    private static Tree associations(Store store, Tree parameters) {
        var arn = store.trustStore(parameters.get("TrustStoreArn")).arn();
        var shown = store.balancersVerifyingWith(arn).stream()
                .map(balancer -> Tree.EMPTY.with("ResourceArn", balancer))
                .toList();
        return Pages.page("TrustStoreAssociations", shown, "ResourceArn", parameters, store);
    }

    /** Only associations of other accounts can be deleted, and there is one account here. */
    private static Tree deleteAssociation(Store store, Tree parameters) {
        var arn = store.trustStore(parameters.get("TrustStoreArn")).arn();
        var resource = parameters.get("ResourceArn");
        throw store.balancersVerifyingWith(arn).contains(resource)
                ? ApiError.of(
                        "DeleteAssociationSameAccount",
                        "The association with '%s' is within the same account".formatted(resource))
                : ApiError.of("AssociationNotFound", "There is no association with '%s'".formatted(resource));
    }

    /**
     * The mutual authentication of a listener as the service describes it.
     *
     * @param application whether the listener is one of an Application Load Balancer, which alone can pass
     *     certificates through
     * @throws ApiError where the service refuses it
     */
    static Tree mutualAuthentication(Store store, Tree wanted, boolean application) {
        var mode = wanted.find("Mode").orElse("off");
        if (!MODES.contains(mode)) {
            throw ApiError.invalid(
                    "Mutual authentication mode '%s' must be one of '[off, passthrough, verify]'".formatted(mode));
        }
        if (!mode.equals("verify")) {
            if (!application && mode.equals("passthrough")) {
                throw ApiError.of(
                        "InvalidConfigurationRequest",
                        "Network Load Balancers do not pass client certificates through");
            }
            for (var name : List.of("TrustStoreArn", "IgnoreClientCertificateExpiry", "AdvertiseTrustStoreCaNames")) {
                if (wanted.has(name)) {
                    throw ApiError.invalid(
                            "%s cannot be specified with mutual authentication mode '%s'".formatted(name, mode));
                }
            }
            return Tree.EMPTY.with("Mode", mode);
        }
        if (!wanted.has("TrustStoreArn")) {
            throw ApiError.invalid("A trust store must be specified with mutual authentication mode 'verify'");
        }
        var trustStore = store.trustStore(wanted.get("TrustStoreArn"));
        if (!active(store, trustStore)) {
            throw ApiError.of("TrustStoreNotReady", "Trust store '%s' is not active".formatted(trustStore.arn()));
        }
        return Tree.EMPTY
                .with("Mode", mode)
                .with("TrustStoreArn", trustStore.arn())
                .with(
                        "IgnoreClientCertificateExpiry",
                        wanted.find("IgnoreClientCertificateExpiry").orElse("false"))
                .with(
                        "AdvertiseTrustStoreCaNames",
                        wanted.find("AdvertiseTrustStoreCaNames").orElse("off"));
    }
}
