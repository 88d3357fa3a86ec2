package dev.isobar.proxy.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The framing of a chunked body, RFC 9112 §7.1, read strictly. Of the octets of the body the caller passes the
 * {@link #data} by number and the others one by one. Extensions are read and dropped, trailers are kept for who asks.
 */
public final class ChunkedBody {
    private static final int MAX_EXTENSIONS = 1024;
    private static final int MAX_TRAILERS = 8 * 1024;
    private static final byte[] NO_LINES = new byte[0];

    private enum State {
        SIZE_START,
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        END_LF,
        DONE
    }

    private State state = State.SIZE_START;
    private long size;
    private int digits;
    private int extensions;
    private int trailers;
    private byte[] lines = NO_LINES;

    /** Makes ready for another body. */
    public void clear() {
        state = State.SIZE_START;
        size = 0;
        digits = 0;
        extensions = 0;
        trailers = 0;
    }

    /** How many of the next octets are data; 0: the next octet is framing. */
    public long data() {
        return state == State.DATA ? size : 0;
    }

    /** That many octets of data have come. */
    public void took(long octets) {
        size -= octets;
        if (size == 0) {
            state = State.DATA_CR;
        }
    }

    public boolean isDone() {
        return state == State.DONE;
    }

    /** Those of a body that is done. */
    public Trailers trailers() {
        // The last line is empty.
        return trailers <= 2 ? Trailers.NONE : Trailers.of(lines, trailers - 2);
    }

    /**
     * Reads one octet of framing.
     *
     * @return null where it is in order
     */
    public @Nullable Fault framing(byte octet) {
        switch (state) {
            case SIZE_START, SIZE -> {
                return size(octet);
            }
            case EXTENSION -> {
                if (octet == '\r') {
                    state = State.SIZE_LF;
                } else if (++extensions > MAX_EXTENSIONS || !Ascii.isFieldValue(octet)) {
                    return Fault.MALFORMED;
                }
            }
            case SIZE_LF -> {
                if (octet != '\n') {
                    return Fault.MALFORMED;
                }
                state = size == 0 ? State.TRAILER_START : State.DATA;
            }
            case DATA_CR -> {
                if (octet != '\r') {
                    return Fault.MALFORMED;
                }
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                if (octet != '\n') {
                    return Fault.MALFORMED;
                }
                state = State.SIZE_START;
                digits = 0;
            }
            case TRAILER_START, TRAILER_NAME, TRAILER_VALUE, TRAILER_LF, END_LF -> {
                return trailer(octet);
            }
            case DATA, DONE -> throw new IllegalStateException("the caller passes framing only");
        }
        return null;
    }

    private @Nullable Fault size(byte octet) {
        int digit = octet < 0 ? -1 : Character.digit((char) octet, 16);
        if (digit >= 0) {
            if (++digits > 15) {
                return Fault.MALFORMED;
            }
            size = size << 4 | digit;
            state = State.SIZE;
            return null;
        }
        if (state == State.SIZE_START) {
            return Fault.MALFORMED;
        }
        if (octet == '\r') {
            state = State.SIZE_LF;
        } else if (octet == ';') {
            state = State.EXTENSION;
            extensions++;
        } else {
            return Fault.MALFORMED;
        }
        return null;
    }

    private @Nullable Fault trailer(byte octet) {
        if (trailers == MAX_TRAILERS) {
            return Fault.HEADER_TOO_LARGE;
        }
        if (trailers == lines.length) {
            lines = Arrays.copyOf(lines, Math.max(64, 2 * trailers));
        }
        lines[trailers++] = octet;
        switch (state) {
            case TRAILER_START -> {
                if (octet == '\r') {
                    state = State.END_LF;
                } else if (Ascii.isToken(octet)) {
                    state = State.TRAILER_NAME;
                } else {
                    return Fault.MALFORMED;
                }
            }
            case TRAILER_NAME -> {
                if (octet == ':') {
                    state = State.TRAILER_VALUE;
                } else if (!Ascii.isToken(octet)) {
                    return Fault.MALFORMED;
                }
            }
            case TRAILER_VALUE -> {
                if (octet == '\r') {
                    state = State.TRAILER_LF;
                } else if (!Ascii.isFieldValue(octet)) {
                    return Fault.MALFORMED;
                }
            }
            default -> {
                if (octet != '\n') {
                    return Fault.MALFORMED;
                }
                state = state == State.END_LF ? State.DONE : State.TRAILER_START;
            }
        }
        return null;
    }
}
