package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.HttpRedirectAction;
import com.google.cloud.compute.v1.TargetHttpProxy;
import com.google.cloud.compute.v1.TargetHttpsProxy;
import com.google.cloud.compute.v1.TargetSslProxy;
import com.google.cloud.compute.v1.TargetTcpProxy;
import com.google.cloud.compute.v1.UrlMap;
import com.google.protobuf.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rules for target proxies.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/target-proxies">Target proxies overview</a>
 */
final class TargetProxies {
    private static final int MOST_CERTIFICATES = 15;
    private static final String CERTIFICATE_MAP =
            "//certificatemanager\\.googleapis\\.com/projects/[^/]+/locations/[^/]+/certificateMaps/[^/]+";
    private static final int LEAST_KEEP_ALIVE = 5;
    private static final int MOST_KEEP_ALIVE = 1200;

    private TargetProxies() {}

    static Message http(Draft draft) {
        var proxy = draft.wanted(TargetHttpProxy.class);
        map(draft, proxy.getUrlMap());
        keepAlive(proxy.hasHttpKeepAliveTimeoutSec(), proxy.getHttpKeepAliveTimeoutSec());
        return proxy;
    }

    static Message https(Draft draft) {
        var wanted = draft.wanted(TargetHttpsProxy.class);
        noHttpsRedirect(map(draft, wanted.getUrlMap()));
        keepAlive(wanted.hasHttpKeepAliveTimeoutSec(), wanted.getHttpKeepAliveTimeoutSec());
        certificates(wanted.getSslCertificatesList(), wanted.getCertificateMap());
        var proxy = wanted.toBuilder();
        if (!wanted.hasQuicOverride()) {
            proxy.setQuicOverride("NONE");
        }
        if (!wanted.hasTlsEarlyData()) {
            proxy.setTlsEarlyData("DISABLED");
        }
        return proxy.build();
    }

    static Message tcp(Draft draft) {
        var wanted = draft.wanted(TargetTcpProxy.class);
        service(draft, wanted.getService(), Set.of("TCP"));
        return wanted.hasProxyHeader()
                ? wanted
                : wanted.toBuilder().setProxyHeader("NONE").build();
    }

    static Message ssl(Draft draft) {
        var wanted = draft.wanted(TargetSslProxy.class);
        service(draft, wanted.getService(), Set.of("SSL", "TCP"));
        certificates(wanted.getSslCertificatesList(), wanted.getCertificateMap());
        return wanted.hasProxyHeader()
                ? wanted
                : wanted.toBuilder().setProxyHeader("NONE").build();
    }

    private static UrlMap map(Draft draft, String url) {
        if (url.isEmpty()) {
            throw ApiError.required("resource.urlMap");
        }
        return draft.store().message(url, UrlMap.class);
    }

    private static void service(Draft draft, String url, Set<String> protocols) {
        if (url.isEmpty()) {
            throw ApiError.required("resource.service");
        }
        var service = draft.store().message(url, BackendService.class);
        if (BackendServices.passes(draft, service.getLoadBalancingScheme())) {
            throw ApiError.invalid("resource.service", url, "The backend service takes no traffic from proxies.");
        }
        var protocol = service.getProtocol();
        if (!protocols.contains(protocol)) {
            throw ApiError.invalid(
                    "resource.service", url, "The protocol of the backend service is %s.".formatted(protocol));
        }
    }

    private static void keepAlive(boolean set, int seconds) {
        if (set) {
            Ranges.within("resource.httpKeepAliveTimeoutSec", seconds, LEAST_KEEP_ALIVE, MOST_KEEP_ALIVE);
        }
    }

    /** A map, which is kept by the Certificate Manager, takes the place of certificates. */
    private static void certificates(List<String> certificates, String map) {
        if (!map.isEmpty()) {
            if (!map.matches(CERTIFICATE_MAP)) {
                throw ApiError.invalid("resource.certificateMap", map, "The URL is malformed.");
            }
            return;
        }
        if (certificates.isEmpty()) {
            throw ApiError.required("resource.sslCertificates");
        }
        if (certificates.size() > MOST_CERTIFICATES) {
            throw ApiError.invalid(
                    "resource.sslCertificates",
                    certificates.size(),
                    "A target proxy has at most %d SSL certificates.".formatted(MOST_CERTIFICATES));
        }
        if (new HashSet<>(certificates).size() < certificates.size()) {
            throw ApiError.invalid("resource.sslCertificates", certificates, "An SSL certificate is there twice.");
        }
    }

    /** @throws ApiError where a map that serves HTTPS redirects to HTTPS */
    static void noHttpsRedirect(Message part) {
        if (part instanceof HttpRedirectAction redirect && redirect.getHttpsRedirect()) {
            throw ApiError.invalid(
                    "resource.urlMap", "httpsRedirect", "httpsRedirect is not permitted for a TargetHttpsProxy.");
        }
        part.getAllFields().values().forEach(value -> {
            for (var one : value instanceof List<?> list ? list : List.of(value)) {
                if (one instanceof Message message) {
                    noHttpsRedirect(message);
                }
            }
        });
    }
}
