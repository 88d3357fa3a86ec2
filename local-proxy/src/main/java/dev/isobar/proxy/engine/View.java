package dev.isobar.proxy.engine;

import dev.isobar.model.HostPattern;
import dev.isobar.model.NormalPath;
import dev.isobar.model.route.Fields;
import dev.isobar.model.route.RequestView;
import dev.isobar.proxy.http.RequestHead;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What routing sees of the request of a connection; decodes what is asked for, and once. */
final class View implements RequestView {
    private final RequestHead head;
    private InetAddress source;
    private @Nullable String method;
    private @Nullable String host;
    private @Nullable String path;

    View(RequestHead head, InetAddress source) {
        this.head = head;
        this.source = source;
    }

    /** Begins with the next request. */
    void reset(InetAddress client) {
        this.source = client;
        this.method = null;
        this.host = null;
        this.path = null;
    }

    @Override
    public String method() {
        var known = method;
        if (known == null) {
            known = head.method();
            method = known;
        }
        return known;
    }

    @Override
    public String host() {
        var known = host;
        if (known == null) {
            known = HostPattern.canonical(head.authority());
            host = known;
        }
        return known;
    }

    @Override
    public String path() {
        var known = path;
        if (known == null) {
            known = NormalPath.of(head.path());
            path = known;
        }
        return known;
    }

    @Override
    public List<String> header(String lowerCaseName) {
        return head.values(lowerCaseName);
    }

    @Override
    public List<String> query(String name) {
        return Fields.query(head.query(), name);
    }

    @Override
    public List<String> cookie(String name) {
        return Fields.cookie(head.values("cookie"), name);
    }

    @Override
    public InetAddress source() {
        return source;
    }
}
