package dev.isobar.azure.resources;

import java.util.List;

/**
 * Which versions of TLS and which cipher suites are spoken.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-ssl-policy-overview">TLS
 *     policy overview</a>
 */
public sealed interface SslPolicy {
    /** @param policyName such as {@code AppGwSslPolicy20220101S} */
    record Predefined(String policyName) implements SslPolicy {}

    /**
     * @param minProtocolVersion such as {@code TLSv1_3}
     * @param cipherSuites those of TLS 1.2; the ones of TLS 1.3 are always there, and not named
     */
    record CustomV2(String minProtocolVersion, List<String> cipherSuites) implements SslPolicy {
        public CustomV2 {
            cipherSuites = List.copyOf(cipherSuites);
        }
    }
}
