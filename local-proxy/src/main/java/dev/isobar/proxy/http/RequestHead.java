package dev.isobar.proxy.http;

/** The head of a request. */
public final class RequestHead extends Head {
    private static final int MOST_HOPS = 255;
    private static final String[] METHODS = {"GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH"};

    private int methodStart;
    private int methodEnd;
    private int targetStart;
    private int targetEnd;
    private int authorityStart;
    private int authorityEnd;
    private int pathStart;
    private int pathEnd;
    private int host;
    private int hosts;
    private int expects;
    private boolean expectsContinue;
    private int upgrades;
    private boolean takesTrailers;
    private int maxForwards;
    private int hops;

    public RequestHead(Bounds bounds) {
        super(bounds);
    }

    @Override
    public void clear() {
        super.clear();
        methodEnd = 0;
        targetEnd = 0;
        authorityStart = -1;
        pathStart = 0;
        pathEnd = 0;
        host = -1;
        hosts = 0;
        expects = 0;
        expectsContinue = false;
        upgrades = 0;
        takesTrailers = false;
        maxForwards = 0;
        hops = -1;
    }

    @Override
    void startLine(int from, int to) {
        var bytes = bytes();
        int at = from;
        while (at < to && Ascii.isToken(bytes[at])) {
            at++;
        }
        int space = at;
        at++;
        while (at < to && bytes[at] > ' ' && bytes[at] != 0x7f && bytes[at] != '#') {
            at++;
        }
        if (space == from || space >= to || bytes[space] != ' ' || at == space + 1 || at >= to || bytes[at] != ' ') {
            fail(Fault.MALFORMED);
            return;
        }
        methodStart = from;
        methodEnd = space;
        targetStart = space + 1;
        targetEnd = at;
        version(at + 1, to);
        targetForm();
    }

    private void version(int from, int to) {
        var bytes = bytes();
        boolean formed = to - from == 8
                && bytes[from] == 'H'
                && bytes[from + 1] == 'T'
                && bytes[from + 2] == 'T'
                && bytes[from + 3] == 'P'
                && bytes[from + 4] == '/'
                && Ascii.isDigit(bytes[from + 5])
                && bytes[from + 6] == '.'
                && Ascii.isDigit(bytes[from + 7]);
        if (!formed) {
            fail(Fault.MALFORMED);
        } else if (bytes[from + 5] != '1' || bytes[from + 7] > '1') {
            fail(Fault.VERSION);
        } else {
            minor(bytes[from + 7] - '0');
        }
    }

    /** RFC 9112 §3.2: origin-form, absolute-form, asterisk-form with OPTIONS, authority-form with CONNECT. */
    private void targetForm() {
        var bytes = bytes();
        authorityStart = -1;
        authorityEnd = -1;
        pathStart = targetStart;
        if (bytes[targetStart] != '/') {
            boolean asterisk = targetEnd - targetStart == 1 && bytes[targetStart] == '*';
            boolean formed = isMethod("CONNECT")
                    ? Authority.isHostWithPort(bytes, targetStart, targetEnd)
                    : asterisk ? isMethod("OPTIONS") : absolute();
            if (!formed) {
                fail(Fault.MALFORMED);
                return;
            }
        } else if (isMethod("CONNECT")) {
            fail(Fault.MALFORMED);
            return;
        }
        int end = pathStart;
        while (end < targetEnd && bytes[end] != '?') {
            end++;
        }
        pathEnd = end;
    }

    private boolean absolute() {
        var bytes = bytes();
        int at = Ascii.startsWithLower(bytes, targetStart, targetEnd, "http://")
                ? targetStart + 7
                : Ascii.startsWithLower(bytes, targetStart, targetEnd, "https://") ? targetStart + 8 : -1;
        if (at < 0) {
            return false;
        }
        authorityStart = at;
        while (at < targetEnd && bytes[at] != '/' && bytes[at] != '?') {
            at++;
        }
        authorityEnd = at;
        pathStart = at;
        return Authority.isHost(bytes, authorityStart, authorityEnd);
    }

    @Override
    void fieldOfKind(Known kind, int from, int to) {
        switch (kind) {
            case HOST -> {
                host = count() - 1;
                hosts++;
                if (!Authority.isHost(bytes(), from, to)) {
                    fail(Fault.MALFORMED);
                }
            }
            case EXPECT -> {
                expects++;
                expectsContinue = Ascii.equalsLower(bytes(), from, to, "100-continue");
            }
            case HOP -> {
                boolean isTe = nameEnd(count() - 1) - nameStart(count() - 1) == 2;
                takesTrailers |= isTe && namesTrailers(from, to);
            }
            case MAX_FORWARDS -> {
                maxForwards++;
                hops = hops(from, to);
            }
            case SUSPICIOUS -> tolerates(Ambiguity.SUSPICIOUS_HEADER);
            case UPGRADE -> upgrades = Ascii.equalsLower(bytes(), from, to, "websocket") ? upgrades + 1 : 2;
            default -> {}
        }
    }

    @Override
    void whole() {
        if (hosts > 1 || (hosts == 0 && minor() == 1)) {
            fail(Fault.MALFORMED);
        } else if ((chunked() && minor() == 0)
                || (chunked() && contentLength() >= 0 && !tolerates(Ambiguity.BOTH_TE_CL_PRESENT))) {
            fail(Fault.MALFORMED);
        } else if (hasBody() && !mayHaveBody()) {
            fail(Fault.MALFORMED);
        } else if (minor() == 1 && expects > 0 && (expects > 1 || !expectsContinue)) {
            fail(Fault.EXPECTATION);
        } else if (maxForwards > 0 && isMethod("OPTIONS") && (maxForwards > 1 || hops < 0)) {
            fail(Fault.MALFORMED);
        }
    }

    /** Whether a list of what the client takes has trailers in it; RFC 9110 §10.1.4. */
    private boolean namesTrailers(int from, int to) {
        if (Ascii.equalsLower(bytes(), from, to, "trailers")) {
            return true;
        }
        for (var coding : text(from, to).split(",", -1)) {
            if (coding.strip().equalsIgnoreCase("trailers")) {
                return true;
            }
        }
        return false;
    }

    /** A number of hops, at most {@link #MOST_HOPS} and one; -1 where it is none. */
    private int hops(int from, int to) {
        int value = from == to ? -1 : 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(bytes()[i])) {
                return -1;
            }
            value = Math.min(value * 10 + bytes()[i] - '0', MOST_HOPS + 1);
        }
        return value;
    }

    /** As sent; methods are case-sensitive. */
    public String method() {
        for (var method : METHODS) {
            if (isMethod(method)) {
                return method;
            }
        }
        return text(methodStart, methodEnd);
    }

    public boolean isMethod(String method) {
        if (methodEnd - methodStart != method.length()) {
            return false;
        }
        for (int i = 0; i < method.length(); i++) {
            if (bytes()[methodStart + i] != method.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The host with its port, as sent; that of an absolute-form target wins. Empty where there is none. */
    public String authority() {
        if (authorityStart >= 0) {
            return text(authorityStart, authorityEnd);
        }
        return host >= 0 ? value(host) : "";
    }

    void writeAuthority(HeadWriter out) {
        if (authorityStart >= 0) {
            out.bytes(bytes(), authorityStart, authorityEnd);
        } else {
            out.bytes(bytes(), valueStart(host), valueEnd(host));
        }
    }

    boolean hasAuthority() {
        return authorityStart >= 0 || host >= 0;
    }

    /** As sent, without query. */
    public String path() {
        return pathStart == pathEnd ? "/" : text(pathStart, pathEnd);
    }

    /** As sent, without question mark; empty where there is none. */
    public String query() {
        return pathEnd < targetEnd ? text(pathEnd + 1, targetEnd) : "";
    }

    /** The request-target as sent; empty where no request line was read. */
    public String target() {
        return text(targetStart, Math.max(targetStart, targetEnd));
    }

    /** The target in origin-form, byte for byte what the client sent. */
    void writeOrigin(HeadWriter out) {
        if (pathStart == pathEnd) {
            // RFC 9112 §3.2.4: OPTIONS of an absolute URL without path asks about the server as a whole.
            out.ascii(isMethod("OPTIONS") && pathEnd == targetEnd ? "*" : "/");
        }
        out.bytes(bytes(), pathStart, targetEnd);
    }

    /** With the question mark. */
    void writeQuery(HeadWriter out) {
        out.bytes(bytes(), pathEnd, targetEnd);
    }

    void writeMethod(HeadWriter out) {
        out.bytes(bytes(), methodStart, methodEnd);
    }

    /** Whether a body follows. */
    public boolean hasBody() {
        return chunked() || contentLength() > 0;
    }

    /** Whether the client waits for a 100 before it sends the body. */
    public boolean expectsContinue() {
        return expectsContinue && minor() == 1 && hasBody();
    }

    /** Whether the client asks to go on with WebSocket (RFC 6455 §4.1), and may. */
    public boolean asksForWebSocket() {
        return !webSocketKey().isEmpty();
    }

    /** That of a request to go on with WebSocket; empty where it is none. */
    public String webSocketKey() {
        if (!upgrade || upgrades != 1 || ambiguity() != null || minor() != 1 || hasBody() || !isMethod("GET")) {
            return "";
        }
        var keys = values("sec-websocket-key");
        return keys.size() == 1 ? keys.getFirst() : "";
    }

    /** By how many proxies the request may still be forwarded; -1: by any number. RFC 9110 §7.6.2. */
    public int hops() {
        return isMethod("OPTIONS") ? hops : -1;
    }

    /** Whether the client wants what may stand behind the body of the response; RFC 9110 §10.1.4. */
    public boolean takesTrailers() {
        return takesTrailers;
    }

    /** Whether sending the request twice does no more than sending it once; RFC 9110 §9.2.2. */
    public boolean isIdempotent() {
        return isMethod("GET")
                || isMethod("HEAD")
                || isMethod("OPTIONS")
                || isMethod("PUT")
                || isMethod("DELETE")
                || isMethod("TRACE");
    }
}
