package dev.isobar.proxy.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesTest {
    @ParameterizedTest
    @CsvSource({
        "9.9.9.9, '1.1.1.1', 9.9.9.9",
        "10.0.0.1, '', 10.0.0.1",
        "10.0.0.1, '1.1.1.1', 1.1.1.1",
        "10.0.0.1, '1.1.1.1, 2.2.2.2', 2.2.2.2",
        "10.0.0.1, '1.1.1.1, 10.0.0.2', 1.1.1.1",
        "10.0.0.1, '1.1.1.1;10.0.0.2,10.0.0.3', 1.1.1.1",
        "10.0.0.1, '1.1.1.1, x, 10.0.0.2', 10.0.0.2",
        "10.0.0.1, 'unknown', 10.0.0.1",
        "10.0.0.1, '10.0.0.3, 10.0.0.2', 10.0.0.3",
        "10.0.0.1, '2001:db8::1', 2001:db8:0:0:0:0:0:1"
    })
    void theClientIsTheRightmostStranger(String peer, String forwarded, String client) {
        var fields = List.of(forwarded.split(";", -1));
        var trusted = Set.of(Cidr.parse("10.0.0.0/8"));
        assertThat(Sources.of(InetAddress.ofLiteral(peer), fields, trusted).getHostAddress())
                .isEqualTo(client);
    }
}
