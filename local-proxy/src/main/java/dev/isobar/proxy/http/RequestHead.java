package dev.isobar.proxy.http;

/** The head of a request. */
public final class RequestHead extends Head {
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
            if (asterisk ? !isMethod("OPTIONS") : !isMethod("CONNECT") && !absolute()) {
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
        return isHost(authorityStart, authorityEnd);
    }

    @Override
    void fieldOfKind(Known kind, int from, int to) {
        switch (kind) {
            case HOST -> {
                host = count() - 1;
                hosts++;
                if (!isHost(from, to)) {
                    fail(Fault.MALFORMED);
                }
            }
            case EXPECT -> {
                expects++;
                expectsContinue = Ascii.equalsLower(bytes(), from, to, "100-continue");
            }
            case HOP -> {
                boolean isTe = nameEnd(count() - 1) - nameStart(count() - 1) == 2;
                takesTrailers |= isTe && Ascii.equalsLower(bytes(), from, to, "trailers");
            }
            case UPGRADE -> upgrades = Ascii.equalsLower(bytes(), from, to, "websocket") ? upgrades + 1 : 2;
            default -> {}
        }
    }

    @Override
    void whole() {
        if (hosts > 1 || (hosts == 0 && minor() == 1)) {
            fail(Fault.MALFORMED);
        } else if ((chunked() && contentLength() >= 0) || (chunked() && minor() == 0)) {
            fail(Fault.MALFORMED);
        } else if (minor() == 1 && expects > 0 && (expects > 1 || !expectsContinue)) {
            fail(Fault.EXPECTATION);
        }
    }

    /** {@code uri-host [":" port]}, RFC 9110 §7.2; not empty, because no http URL has an empty host (§4.2.1). */
    private boolean isHost(int from, int to) {
        var bytes = bytes();
        int at = from;
        if (at < to && bytes[at] == '[') {
            at++;
            while (at < to && (Character.digit(bytes[at], 16) >= 0 || bytes[at] == ':' || bytes[at] == '.')) {
                at++;
            }
            if (at == to || bytes[at] != ']' || at < from + 3) {
                return false;
            }
            at++;
        } else {
            while (at < to && Ascii.isHost(bytes[at])) {
                at++;
            }
            if (at == from) {
                return false;
            }
        }
        return at == to || (bytes[at] == ':' && isPort(at + 1, to));
    }

    private boolean isPort(int from, int to) {
        int port = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(bytes()[i])) {
                return false;
            }
            port = Math.min(port * 10 + bytes()[i] - '0', 1 << 20);
        }
        return port <= 65_535;
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
        return upgrade && upgrades == 1 && minor() == 1 && !hasBody() && isMethod("GET");
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
