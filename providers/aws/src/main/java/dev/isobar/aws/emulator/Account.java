package dev.isobar.aws.emulator;

import java.util.Set;

/**
 * Whose cloud it is.
 *
 * @param id twelve digits
 * @param certificates ARNs of certificates that are there from the start
 */
public record Account(String id, String region, Set<String> certificates) {
    public Account {
        certificates = Set.copyOf(certificates);
    }

    /** The ARN of a resource of the account. */
    String arn(String service, String resource) {
        return "arn:aws:%s:%s:%s:%s".formatted(service, region, id, resource);
    }
}
