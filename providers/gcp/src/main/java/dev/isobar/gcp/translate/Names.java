package dev.isobar.gcp.translate;

import dev.isobar.provider.RecordFields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The names that we choose: at most 63 lower-case letters, digits and dashes. They end in a digest, so that two models
 * never want one name, and that whatever Google cannot change in place gives another name.
 *
 * @see <a href="https://cloud.google.com/compute/docs/naming-resources">Naming resources</a>
 */
final class Names {
    private static final int LONGEST = 63;
    private static final int DIGEST = 7;
    private static final Pattern LAST_DASHES = Pattern.compile("-+$");

    private Names() {}

    /** @param part of the model, such as the name of a group */
    static String of(String model, String part) {
        return named(model, part, "");
    }

    /** @param fixed what cannot change */
    static String of(String model, String part, Record fixed) {
        return named(model, part, RecordFields.of(fixed).toString());
    }

    /** @param fixed what cannot change */
    static String of(String model, String part, String fixed) {
        return named(model, part, fixed);
    }

    private static String named(String model, String part, String fixed) {
        var stem = model + "-" + part;
        var cut = stem.substring(0, Math.min(LONGEST - DIGEST - 1, stem.length()));
        return LAST_DASHES.matcher(cut).replaceAll("") + "-" + digest(model + "\n" + part + "\n" + fixed);
    }

    static String digest(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha).substring(0, DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
