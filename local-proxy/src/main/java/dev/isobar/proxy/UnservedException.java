package dev.isobar.proxy;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown where a model asks for something that local-proxy does not serve: it serves a model whole, or not at all. */
public final class UnservedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf gives a serializable list of records that nobody serializes.
    private final List<Unserved> unserved;

    UnservedException(List<Unserved> unserved) {
        super(unserved.stream().map(Unserved::toString).collect(Collectors.joining("\n")));
        this.unserved = List.copyOf(unserved);
    }

    /** Not empty; in the order of the model. */
    public List<Unserved> unserved() {
        return unserved;
    }
}
