package dev.isobar.bench.beside;

/** Which of its ports a contender is asked at. */
enum Way {
    HTTP,
    HTTPS,
    H2C,
    TCP;

    int port(Setup setup) {
        return switch (this) {
            case HTTP -> setup.http();
            case HTTPS -> setup.https();
            case H2C -> setup.h2c();
            case TCP -> setup.tcp();
        };
    }
}
