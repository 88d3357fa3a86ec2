package dev.isobar.proxy.engine;

import dev.isobar.model.HostPattern;
import dev.isobar.model.route.RequestView;
import java.net.InetAddress;
import java.util.List;

/** What routing sees of a connection: who it comes from, and the server name of its TLS handshake. */
final class NameView implements RequestView {
    private final String host;
    private final InetAddress source;

    /** @param serverName empty where there is none */
    NameView(String serverName, InetAddress source) {
        this.host = serverName.isEmpty() ? "" : HostPattern.canonical(serverName);
        this.source = source;
    }

    @Override
    public String method() {
        return "";
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public List<String> header(String lowerCaseName) {
        return List.of();
    }

    @Override
    public List<String> query(String name) {
        return List.of();
    }

    @Override
    public List<String> cookie(String name) {
        return List.of();
    }

    @Override
    public InetAddress source() {
        return source;
    }
}
