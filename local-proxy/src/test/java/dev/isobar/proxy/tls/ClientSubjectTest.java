package dev.isobar.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientSubjectTest {
    @Test
    void cannotBreakOutOfAHeaderField() {
        assertThat(ClientSubject.printable("CN=a\r\nX-Admin: yes,O=\u00e9\u0000\u007f"))
                .isEqualTo("CN=a\\0D\\0AX-Admin: yes,O=\\C3\\A9\\00\\7F");
    }
}
