package dev.isobar.bench.beside;

/** Who runs where. */
final class Core {
    static final int PROXY = 0;
    /** The load and the targets. */
    static final int LOAD = 1;

    private Core() {}
}
