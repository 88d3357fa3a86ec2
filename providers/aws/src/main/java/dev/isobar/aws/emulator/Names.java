package dev.isobar.aws.emulator;

/** Checks names of load balancers and target groups. */
final class Names {
    private static final int LONGEST = 32;

    private Names() {}

    /**
     * @param what for the message
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html">
     *     CreateLoadBalancer</a>
     */
    static void check(String what, String name) {
        if (name.length() > LONGEST) {
            throw ApiError.invalid("%s name '%s' cannot be longer than '%d' characters".formatted(what, name, LONGEST));
        }
        if (!name.matches("[A-Za-z0-9-]+")) {
            throw ApiError.invalid(
                    "%s name '%s' can only contain characters that are alphanumeric characters and hyphens(-)"
                            .formatted(what, name));
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            throw ApiError.invalid("%s name '%s' cannot begin or end with a hyphen(-)".formatted(what, name));
        }
        if (what.startsWith("Load") && name.startsWith("internal-")) {
            throw ApiError.invalid("%s name '%s' cannot begin with 'internal-'".formatted(what, name));
        }
    }
}
