package dev.isobar.cli;

import dev.isobar.cli.console.Requests;
import dev.isobar.model.route.Request;
import java.util.regex.Pattern;

/** Requests as command lines of curl. */
final class Curl {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private Curl() {}

    /**
     * @param trust the option for a certificate that is made for development
     * @param address where it is sent, an IP address, in brackets if it has colons
     * @param port the port that is open, which need not be that of the URL
     */
    static String line(Request request, String trust, String address, int port) {
        var url = request.target();
        var out = new StringBuilder("curl");
        boolean named = !url.host().equals(address);
        boolean tls = url.scheme().equals("https");
        if (tls) {
            out.append(' ').append(trust);
        }
        if (request.method().equals("HEAD")) {
            out.append(" -I");
        } else if (!request.method().equals("GET")) {
            out.append(" -X ").append(quoted(request.method()));
        }
        if (named && tls) {
            out.append(" --resolve ").append(quoted(url.host() + ":" + port + ":" + address));
        } else if (named) {
            out.append(" -H ").append(quoted("Host: " + url.host()));
        }
        Requests.fields(request.headers()).forEach(field -> out.append(" -H ").append(quoted(field)));
        var to = new Request.Url(url.scheme(), named && !tls ? address : url.host(), port, url.path(), url.query());
        return out.append(' ').append(quoted(to.toString())).toString();
    }

    /** For a POSIX shell. */
    static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
