package dev.isobar.model;

/**
 * Thrown by the constructors of the model for a value that the model does not allow. The reader of files turns it into
 * a {@link Problem} with a place, so both texts are written for the person who wrote the file.
 */
public final class InvalidValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String fix;

    /**
     * @param rule what is not allowed, with the rule and its numbers, for example {@code "a port is 1 to 65535"}
     * @param fix how to mend it, in the imperative
     */
    public InvalidValue(String rule, String fix) {
        super(rule);
        this.fix = fix;
    }

    /** How to mend it, in the imperative. */
    public String fix() {
        return fix;
    }

    /** Throws where a rule does not hold. */
    public static void require(boolean holds, String rule, String fix) {
        if (!holds) {
            throw new InvalidValue(rule, fix);
        }
    }
}
