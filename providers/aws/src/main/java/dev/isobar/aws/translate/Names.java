package dev.isobar.aws.translate;

import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.aws.resources.TrustStore;
import dev.isobar.model.Place;
import dev.isobar.provider.RecordFields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The names that we choose. Names of load balancers and target groups have at most 32 letters, digits and dashes.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html">
 *     CreateTargetGroup</a>
 */
final class Names {
    private static final int LONGEST = 32;
    private static final int DIGEST = 7;

    private Names() {}

    /** The scheme cannot change: a load balancer with the other one is another load balancer. */
    static String application(String model, Place.Scheme scheme) {
        return withSuffix(model, suffix(scheme));
    }

    static String network(String model, Place.Scheme scheme) {
        return withSuffix(model, "-n" + suffix(scheme));
    }

    private static String suffix(Place.Scheme scheme) {
        return switch (scheme) {
            case PUBLIC -> "";
            case INTERNAL -> "-i";
        };
    }

    private static String withSuffix(String model, String suffix) {
        if (model.length() + suffix.length() <= LONGEST) {
            return model + suffix;
        }
        var tail = "-" + digest(model) + suffix;
        return model.substring(0, LONGEST - tail.length()).replaceAll("-+$", "") + tail;
    }

    /**
     * A name that changes with whatever AWS cannot change in place, so that a replacement is another resource.
     *
     * @param scheme of its load balancer: a group serves one, so that a new load balancer needs new groups
     * @param group name in the model; of a target group that is two of the model, both with {@code +} between
     * @param part what is behind the name of the group, such as {@code -w3}; may be empty
     */
    static String targetGroup(Place.Scheme scheme, String model, String group, String part, TargetGroup.Fixed fixed) {
        var digest = digest(model + suffix(scheme) + "\n" + group + part + "\n" + RecordFields.of(fixed));
        int room = LONGEST - DIGEST - 1 - part.length();
        var plain = group.replace('+', '-');
        var stem = plain.substring(0, Math.min(room, plain.length())) + part;
        return stem.replaceAll("-+$", "") + "-" + digest;
    }

    /** @param fingerprint of the certificate: another certificate has another name */
    static String certificate(String model, String certificate, String fingerprint) {
        return model + "-" + certificate + "-" + digest(fingerprint);
    }

    /** The same for all listeners with certificates from one place; dashes of its own stand alone, as AWS wants it. */
    static String trustStore(String model, TrustStore.Bundle bundle) {
        var digest = digest(model + "\n" + bundle.bucket() + "/" + bundle.key());
        var stem = model.substring(0, Math.min(LONGEST - DIGEST - 1, model.length()));
        return stem.replaceAll("-+", "-").replaceAll("-$", "") + "-" + digest;
    }

    private static String digest(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha).substring(0, DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
