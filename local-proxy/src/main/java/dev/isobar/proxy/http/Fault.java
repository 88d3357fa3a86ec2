package dev.isobar.proxy.http;

/** Why a message is refused. For responses the status does not count: a faulty response is a bad gateway. */
public enum Fault {
    MALFORMED(400),
    BODY_TOO_LARGE(413),
    TARGET_TOO_LONG(414),
    EXPECTATION(417),
    HEADER_TOO_LARGE(431),
    UNKNOWN_CODING(501),
    VERSION(505);

    private final int status;

    Fault(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
