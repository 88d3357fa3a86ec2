package dev.isobar.aws.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The authorities that certificates of clients are verified against.
 *
 * @param name unique in a region and account, at most 32 letters, digits and single dashes; cannot change
 * @param bundle where its certificates come from; the service does not say it later, so that the tag {@code isobar:id}
 *     does, see {@link Bundle#text()}
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTrustStore.html">
 *     CreateTrustStore</a>
 */
public record TrustStore(String name, Bundle bundle, SortedMap<String, String> tags) implements AwsResource {
    public TrustStore {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /**
     * PEM certificates in S3.
     *
     * @param version of the object; absent: the newest when the trust store was made
     */
    public record Bundle(String bucket, String key, Optional<String> version) {
        /** {@code BUCKET/KEY@VERSION}, with nothing behind the sign where there is no version. */
        public String text() {
            return bucket + "/" + key + "@" + version.orElse("");
        }

        private static final String PREFIX = "trustStores/";

        /** The part of the model that it is, as a tag keeps it. */
        public String id() {
            return PREFIX + text();
        }

        /** The inverse of {@link #id}; empty where it is none. */
        public static Optional<Bundle> ofId(String id) {
            return id.startsWith(PREFIX) ? parse(id.substring(PREFIX.length())) : Optional.empty();
        }

        /** The bundle whose {@link #text()} this is; empty where it is none. */
        public static Optional<Bundle> parse(String text) {
            int slash = text.indexOf('/');
            int at = text.lastIndexOf('@');
            return slash < 1 || at < slash + 2
                    ? Optional.empty()
                    : Optional.of(new Bundle(
                            text.substring(0, slash),
                            text.substring(slash + 1, at),
                            Optional.of(text.substring(at + 1)).filter(version -> !version.isEmpty())));
        }
    }

    /** The reference of a trust store with this name. */
    public static Ref ref(String name) {
        return new Ref("TrustStore", name);
    }

    @Override
    public Ref ref() {
        return ref(name);
    }

    @Override
    public Set<Ref> uses() {
        return Set.of();
    }
}
