package dev.isobar.aws.emulator;

import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Operations on the lists of revoked certificates of trust stores. */
final class Revocations {
    static final Map<String, Operation> OPERATIONS = Map.of(
            "AddTrustStoreRevocations", Revocations::add,
            "DescribeTrustStoreRevocations", Revocations::describe,
            "RemoveTrustStoreRevocations", Revocations::remove,
            "GetTrustStoreRevocationContent", Revocations::content);

    private Revocations() {}

    private static Tree add(Store store, Tree parameters) {
        var trustStore = store.trustStore(parameters.get("TrustStoreArn"));
        var all = new TreeMap<>(trustStore.revocations());
        var added = new ArrayList<Tree>();
        for (var given : parameters.items("RevocationContents")) {
            var object = S3Objects.location(given.get("S3Bucket"), given.get("S3Key"), given.find("S3ObjectVersion"));
            long id = all.isEmpty() ? 1 : all.lastKey() + 1;
            var revocation = new Store.Revocation(object, entries(store, object));
            all.put(id, revocation);
            added.add(shown(trustStore, id, revocation));
        }
        put(store, trustStore, all);
        AccountLimits.room(
                store,
                AccountLimits.REVOCATION_ENTRIES,
                all.values().stream().mapToLong(Store.Revocation::entries).sum() - 1,
                "TooManyTrustStoreRevocationEntries");
        return Tree.EMPTY.with("TrustStoreRevocations", Tree.list(added));
    }

    private static int entries(Store store, String object) {
        var text = S3Objects.text(store, object)
                .orElseThrow(() ->
                        ApiError.of("RevocationContentNotFound", "The object '%s' does not exist".formatted(object)));
        try {
            return S3Objects.revoked(text);
        } catch (CRLException | CertificateException e) {
            throw ApiError.of("InvalidRevocationContent", "The object '%s' holds no revocation list".formatted(object));
        }
    }

    private static void put(Store store, Store.TrustStore before, SortedMap<Long, Store.Revocation> revocations) {
        var total = revocations.values().stream()
                .mapToLong(Store.Revocation::entries)
                .sum();
        store.trustStores()
                .put(
                        before.arn(),
                        new Store.TrustStore(
                                before.description().with("TotalRevokedEntries", Long.toString(total)),
                                before.bundle(),
                                revocations,
                                before.polls()));
    }

    private static Tree shown(Store.TrustStore trustStore, long id, Store.Revocation revocation) {
        return Tree.EMPTY
                .with("TrustStoreArn", trustStore.arn())
                .with("RevocationId", Long.toString(id))
                .with("RevocationType", "CRL")
                .with("NumberOfRevokedEntries", Integer.toString(revocation.entries()));
    }

    private static Tree describe(Store store, Tree parameters) {
        var trustStore = store.trustStore(parameters.get("TrustStoreArn"));
        var asked = parameters.texts("RevocationIds");
        asked.forEach(id -> find(trustStore, id));
        var shown = trustStore.revocations().entrySet().stream()
                .filter(each -> asked.isEmpty() || asked.contains(each.getKey().toString()))
                .map(each -> shown(trustStore, each.getKey(), each.getValue()))
                .toList();
        return Pages.page("TrustStoreRevocations", shown, "RevocationId", parameters, store);
    }

    private static Store.Revocation find(Store.TrustStore trustStore, String id) {
        var found = trustStore.revocations().get(Long.valueOf(id));
        if (found == null) {
            throw ApiError.of("RevocationIdNotFound", "The revocation ID '%s' does not exist".formatted(id));
        }
        return found;
    }

    private static Tree remove(Store store, Tree parameters) {
        var trustStore = store.trustStore(parameters.get("TrustStoreArn"));
        var left = new TreeMap<>(trustStore.revocations());
        for (var id : parameters.texts("RevocationIds")) {
            find(trustStore, id);
            left.remove(Long.valueOf(id));
        }
        put(store, trustStore, left);
        return Tree.EMPTY;
    }

    private static Tree content(Store store, Tree parameters) {
        var trustStore = store.trustStore(parameters.get("TrustStoreArn"));
        return S3Objects.url(
                store, find(trustStore, parameters.get("RevocationId")).object());
    }
}
