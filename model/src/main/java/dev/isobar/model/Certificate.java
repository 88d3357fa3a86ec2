package dev.isobar.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A certificate with its key, or where each cloud keeps it.
 *
 * @param keyPair what local-proxy serves, and what is uploaded to a cloud that has no entry in {@code stores}
 * @param stores the identifier in each cloud's own certificate store
 */
public record Certificate(String name, Optional<KeyPair> keyPair, SortedMap<Cloud, String> stores) {
    public Certificate {
        Names.requireName(name);
        stores = Collections.unmodifiableSortedMap(new TreeMap<>(stores));
        InvalidValue.require(
                keyPair.isPresent() || !stores.isEmpty(),
                "a certificate has PEM files, is self-signed, or names its place in a cloud's store",
                "add certificate and key, or selfSigned, or aws, gcp or azure");
    }

    public Certificate(String name, KeyPair keyPair) {
        this(name, Optional.of(keyPair), new TreeMap<>(Map.of()));
    }

    /** A certificate that can be served right here. */
    public sealed interface KeyPair {
        /**
         * @param certificate file with the PEM certificate and its chain
         * @param key file with the PEM private key, unencrypted
         */
        record PemFiles(String certificate, String key) implements KeyPair {}

        /**
         * Made anew at each start, for development only.
         *
         * @param hosts DNS names, wildcards and IP addresses
         */
        record SelfSigned(List<String> hosts) implements KeyPair {
            public SelfSigned {
                hosts = hosts.stream()
                        .map(host -> HostPattern.parse(host).text())
                        .distinct()
                        .sorted()
                        .toList();
                InvalidValue.require(
                        !hosts.isEmpty(), "selfSigned names at least one host", "add a host such as localhost");
            }
        }
    }
}
