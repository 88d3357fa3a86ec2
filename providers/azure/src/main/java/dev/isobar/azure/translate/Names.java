package dev.isobar.azure.translate;

import dev.isobar.model.HostPattern;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The names that we choose. Those of parts begin with that of the model and an underscore, which names of models do not
 * have: by this they are known for ours in a gateway that has others too. They never come from a place in a list.
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork">
 *     Naming rules of Microsoft.Network: 1 to 80 letters, digits, underscores, periods and hyphens</a>
 */
final class Names {
    private static final int LONGEST = 80;
    private static final int DIGEST = 7;

    /** What a default has in the place of the name of a rule; no rule is called so. */
    static final String DEFAULT = "_default";

    private final String model;

    Names(String model) {
        this.model = model;
    }

    /** Of the gateway and its public address. */
    String gateway() {
        return model;
    }

    /** Of the load balancer and its public address. */
    String balancer() {
        return model + "-n";
    }

    /** Of a part of either, from names of the model. */
    String part(String... names) {
        var whole = model + "_" + String.join("_", List.of(names));
        if (whole.length() <= LONGEST) {
            return whole;
        }
        return whole.substring(0, LONGEST - DIGEST - 1).replaceAll("[-._]+$", "") + "_" + digest(whole);
    }

    /** A host as a part of a name: an underscore, which no host of Azure has, stands for the star. */
    static String of(HostPattern host) {
        return switch (host) {
            case HostPattern.Exact(var exact) -> exact;
            case HostPattern.Wildcard(var domain) -> "_." + domain;
        };
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
