package dev.isobar.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of one message after another, read strictly as RFC 9112 says: nothing is repaired. The octets stay where they
 * are; fields are ranges of them. One instance serves one connection and is used by one thread at a time.
 *
 * <p>To read: copy octets to {@link #room} at {@link #end}, then {@link #advance}. When that is true, there is either a
 * {@link #fault} or a whole head, and {@link #excess} octets at the end belong to what follows.
 */
public abstract sealed class Head permits RequestHead, ResponseHead {
    /** Most octets of a start line, a field, all fields; most fields. */
    public record Bounds(int line, int field, int fields, int count) {}

    private static final int NUMBERS = 4;

    private byte[] bytes = new byte[1024];
    private int end;
    private int looked;
    private int lineStart;
    private int fieldsStart;
    private int headEnd;
    private int[] ranges = new int[16 * NUMBERS];
    private Known[] known = new Known[16];
    private int count;
    private @Nullable Fault fault;
    private Bounds bounds;
    private boolean tolerant;
    private @Nullable Ambiguity ambiguity;
    private boolean bodiless;

    long contentLength;
    boolean chunked;
    private int codings;
    boolean close;
    boolean keepAlive;
    boolean upgrade;
    boolean namesFields;
    private int minor;

    Head(Bounds bounds) {
        this.bounds = bounds;
        clear();
    }

    /** Forgets the message, to read the next one. */
    public void clear() {
        end = 0;
        looked = 0;
        lineStart = 0;
        fieldsStart = -1;
        headEnd = 0;
        count = 0;
        fault = null;
        ambiguity = null;
        bodiless = false;
        contentLength = -1;
        chunked = false;
        codings = 0;
        close = false;
        keepAlive = false;
        upgrade = false;
        namesFields = false;
    }

    /** Applies from the next message on. */
    public void bounds(Bounds wanted) {
        this.bounds = wanted;
    }

    /** Whether an {@link Ambiguity} is tolerated, from the next message on. */
    public void tolerant(boolean is) {
        this.tolerant = is;
    }

    /** The first one that was seen, tolerated or not; null: none. */
    public @Nullable Ambiguity ambiguity() {
        return ambiguity;
    }

    /** Whether the message, as far as is known, may have a body. */
    boolean mayHaveBody() {
        return !bodiless;
    }

    /** @return whether reading goes on */
    boolean tolerates(Ambiguity what) {
        if (ambiguity == null) {
            ambiguity = what;
        }
        bodiless |= what.isBodiless();
        return tolerant || !fail(Fault.MALFORMED);
    }

    /** Whether no octet of a message has come yet. */
    public boolean isEmpty() {
        return end == 0;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int end() {
        return end;
    }

    /** The array with space for that many octets at {@link #end}. */
    public byte[] room(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
        return bytes;
    }

    /**
     * Looks at octets that were copied.
     *
     * @return whether the head is whole or faulty
     */
    public boolean advance(int added) {
        end += added;
        while (true) {
            int feed = Ascii.lineFeed(bytes, looked, end);
            if (feed < 0) {
                looked = end;
                return tooLong(lineEnd(end)) || hasFault();
            }
            looked = feed + 1;
            int line = lineStart;
            // Before anything else, since it is seen before the line is whole: how octets arrive must not matter.
            int lineEnd = lineEnd(feed);
            if (tooLong(lineEnd)) {
                return true;
            }
            if (lineEnd == feed && !tolerates(Ambiguity.NON_CR_LF_LINE_TERMINATION)) {
                return true;
            }
            lineStart = feed + 1;
            if (line(line, lineEnd)) {
                return true;
            }
        }
    }

    /** Reads a head that is there as a whole; there is then a {@link #fault}, or there is none. */
    public void read(HeadWriter text) {
        System.arraycopy(text.array(), 0, room(text.length()), end, text.length());
        if (!advance(text.length())) {
            throw new IllegalArgumentException("not a whole head");
        }
    }

    /** @return whether the head is whole or faulty */
    private boolean line(int from, int to) {
        if (fieldsStart < 0) {
            if (from == to) {
                // RFC 9112 §2.2: one empty line before a request is forgiven.
                return from > 0 && fail(Fault.MALFORMED);
            }
            fieldsStart = lineStart;
            startLine(from, to);
            return hasFault();
        }
        if (from == to) {
            headEnd = lineStart;
            whole();
            return true;
        }
        if (isBlank(bytes[from])) {
            folded(from, to);
        } else {
            field(from, to);
        }
        return hasFault();
    }

    /** RFC 9112 §5.2: where folding is tolerated at all, spaces take its place. */
    private void folded(int from, int to) {
        if (!tolerates(Ambiguity.MULTILINE_HEADER)) {
            return;
        }
        int last = count - 1;
        if (last < 0 || (known[last] != Known.OTHER && known[last] != Known.DATE)) {
            fail(Fault.MALFORMED);
            return;
        }
        int start = from;
        int end = to;
        while (start < end && isBlank(bytes[start])) {
            start++;
        }
        while (end > start && isBlank(bytes[end - 1])) {
            end--;
        }
        for (int i = start; i < end; i++) {
            if (!Ascii.isFieldValue(bytes[i])) {
                fail(Fault.MALFORMED);
                return;
            }
        }
        if (start == end) {
            return;
        }
        if (valueStart(last) == valueEnd(last)) {
            ranges[last * NUMBERS + 2] = start;
        } else {
            Arrays.fill(bytes, valueEnd(last), start, (byte) ' ');
        }
        ranges[last * NUMBERS + 3] = end;
        if (nameEnd(last) - nameStart(last) + end - valueStart(last) > bounds.field()) {
            fail(Fault.HEADER_TOO_LARGE);
        }
    }

    /** Without the carriage return that may be the first half of the end of a line. */
    private int lineEnd(int to) {
        return to > lineStart && bytes[to - 1] == '\r' ? to - 1 : to;
    }

    private boolean tooLong(int to) {
        if (fieldsStart < 0) {
            return to - lineStart > bounds.line() && fail(Fault.TARGET_TOO_LONG);
        }
        boolean large = to - lineStart > bounds.field() + 4 || to - fieldsStart > bounds.fields();
        return large && fail(Fault.HEADER_TOO_LARGE);
    }

    private void field(int from, int to) {
        int at = from;
        while (at < to && Ascii.isToken(bytes[at])) {
            at++;
        }
        if (at == from || at == to || bytes[at] != ':') {
            fail(Fault.MALFORMED);
            return;
        }
        int nameEnd = at++;
        while (at < to && isBlank(bytes[at])) {
            at++;
        }
        int valueEnd = to;
        while (valueEnd > at && isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        for (int i = at; i < valueEnd; i++) {
            if (!Ascii.isFieldValue(bytes[i])) {
                fail(Fault.MALFORMED);
                return;
            }
        }
        if (count == bounds.count() || nameEnd - from + valueEnd - at > bounds.field()) {
            fail(Fault.HEADER_TOO_LARGE);
            return;
        }
        add(from, nameEnd, at, valueEnd);
    }

    private void add(int from, int nameEnd, int valueStart, int valueEnd) {
        if (count == known.length) {
            known = Arrays.copyOf(known, count * 2);
            ranges = Arrays.copyOf(ranges, count * 2 * NUMBERS);
        }
        var kind = Known.of(bytes, from, nameEnd);
        known[count] = kind;
        int at = count++ * NUMBERS;
        ranges[at] = from;
        ranges[at + 1] = nameEnd;
        ranges[at + 2] = valueStart;
        ranges[at + 3] = valueEnd;
        switch (kind) {
            case CONTENT_LENGTH -> contentLength(valueStart, valueEnd);
            case TRANSFER_ENCODING -> transferEncoding(valueStart, valueEnd);
            case CONNECTION -> connection(valueStart, valueEnd);
            default -> fieldOfKind(kind, valueStart, valueEnd);
        }
    }

    /** RFC 9112 §6.2: digits alone, and once. */
    private void contentLength(int from, int to) {
        if (from == to || to - from > 18) {
            fail(Fault.MALFORMED);
            return;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(bytes[i])) {
                fail(Fault.MALFORMED);
                return;
            }
            value = value * 10 + (bytes[i] - '0');
        }
        if (contentLength >= 0 && contentLength != value) {
            fail(Fault.MALFORMED);
        } else if (contentLength < 0 || tolerates(Ambiguity.DUPLICATE_CONTENT_LENGTH)) {
            contentLength = value;
        }
    }

    /** RFC 9112 §6.1. Only {@code chunked}, alone and once. */
    private void transferEncoding(int from, int to) {
        if (codings++ > 0) {
            fail(Fault.MALFORMED);
            return;
        }
        if (Ascii.equalsLower(bytes, from, to, "chunked")) {
            chunked = true;
            return;
        }
        fail(Codings.areUnknown(text(from, to)) ? Fault.UNKNOWN_CODING : Fault.MALFORMED);
    }

    private void connection(int from, int to) {
        int at = from;
        while (at <= to) {
            int comma = at;
            while (comma < to && bytes[comma] != ',') {
                comma++;
            }
            option(at, comma);
            at = comma + 1;
        }
    }

    private void option(int from, int to) {
        int start = from;
        int stop = to;
        while (start < stop && isBlank(bytes[start])) {
            start++;
        }
        while (stop > start && isBlank(bytes[stop - 1])) {
            stop--;
        }
        if (Ascii.equalsLower(bytes, start, stop, "close")) {
            close = true;
        } else if (Ascii.equalsLower(bytes, start, stop, "keep-alive")) {
            keepAlive = true;
        } else if (Ascii.equalsLower(bytes, start, stop, "upgrade")) {
            upgrade = true;
        } else if (start < stop) {
            namesFields = true;
        }
    }

    /** Whether a Connection field names this one, and may. */
    boolean isNamedByConnection(int field) {
        if (!namesFields || known[field] == Known.END_TO_END) {
            return false;
        }
        var name = text(nameStart(field), nameEnd(field));
        for (int i = 0; i < count; i++) {
            if (known[i] == Known.CONNECTION) {
                for (var option : value(i).split(",", -1)) {
                    if (option.strip().equalsIgnoreCase(name)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    abstract void startLine(int from, int to);

    abstract void fieldOfKind(Known kind, int from, int to);

    /** Checks what can only be said of the whole head. */
    abstract void whole();

    boolean fail(Fault what) {
        if (fault == null) {
            fault = what;
        }
        return true;
    }

    private boolean hasFault() {
        return fault != null;
    }

    /** Null: the head is whole and in order. */
    public @Nullable Fault fault() {
        return fault;
    }

    /** Copied octets that do not belong to the head. */
    public int excess() {
        return end - headEnd;
    }

    /** The last digit of the version, 0 or 1. */
    public int minor() {
        return minor;
    }

    void minor(int digit) {
        this.minor = digit;
    }

    /** Of the body; -1 where the head has no Content-Length. */
    public long contentLength() {
        return contentLength;
    }

    public boolean chunked() {
        return chunked;
    }

    /** Whether the sender lets the connection live on after this message. */
    public boolean persistent() {
        return minor == 1 ? !close : keepAlive && !close;
    }

    public int count() {
        return count;
    }

    public Known known(int field) {
        return known[field];
    }

    int nameStart(int field) {
        return ranges[field * NUMBERS];
    }

    int nameEnd(int field) {
        return ranges[field * NUMBERS + 1];
    }

    int valueStart(int field) {
        return ranges[field * NUMBERS + 2];
    }

    int valueEnd(int field) {
        return ranges[field * NUMBERS + 3];
    }

    public String value(int field) {
        return text(valueStart(field), valueEnd(field));
    }

    /** The values of all fields with that name, in order. */
    public List<String> values(String lowerCaseName) {
        List<String> found = List.of();
        for (int i = 0; i < count; i++) {
            if (Ascii.equalsLower(bytes, nameStart(i), nameEnd(i), lowerCaseName)) {
                var value = value(i);
                if (found.isEmpty()) {
                    found = List.of(value);
                } else {
                    found = new ArrayList<>(found);
                    found.add(value);
                }
            }
        }
        return found;
    }

    /** Octets as text: UTF-8 where they are not ASCII. */
    String text(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return new String(bytes, from, to - from, StandardCharsets.UTF_8);
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Whether the line of the field is as we would write it: one space, no more. */
    boolean isCanonical(int field) {
        return valueStart(field) == nameEnd(field) + 2
                && bytes[nameEnd(field) + 1] == ' '
                && bytes[valueEnd(field)] == '\r';
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
