package dev.isobar.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ForwardingTest {
    @Test
    void forwardsARequestAndItsAnswer() throws IOException {
        try (var origin = Origin.saying("hello");
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            var answer = client.get("/a?b=c");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(origin.heads.getFirst())
                    .isEqualTo("GET /a?b=c HTTP/1.1\r\nHost: a.example\r\nX-Forwarded-For: 127.0.0.1\r\n"
                            + "X-Forwarded-Proto: http\r\nX-Forwarded-Port: "
                            + running.address().getPort()
                            + "\r\nX-Forwarded-Host: a.example\r\n\r\n");
        }
    }
}
