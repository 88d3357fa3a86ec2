package dev.isobar.model.route;

import java.net.InetAddress;
import java.util.List;

/**
 * What routing needs to know of a request. A data plane implements it over its parsed bytes, so that only what a rule
 * asks for is decoded. Used by one thread at a time.
 */
public interface RequestView {
    String method();

    /** In the form of {@link dev.isobar.model.HostPattern#canonical}; empty where the request names none. */
    String host();

    /** In the form of {@link dev.isobar.model.NormalPath}; without query. */
    String path();

    /**
     * The values of the fields with that name, in order; empty where there is none.
     *
     * @param lowerCaseName the name in lower case
     */
    List<String> header(String lowerCaseName);

    /** The percent-decoded values of the query parameter with that name, in order. */
    List<String> query(String name);

    /** The values of the cookies with that name, in order. */
    List<String> cookie(String name);

    /** The client. */
    InetAddress source();
}
