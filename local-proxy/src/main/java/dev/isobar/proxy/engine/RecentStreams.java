package dev.isobar.proxy.engine;

/** The last streams that we reset: what the other end sent before it heard that is no fault of it. */
final class RecentStreams {
    /** As many as there can be at a time. */
    private static final int KEPT = Http2Codec.STREAMS;

    private int[] ids = new int[0];
    private int added;

    void add(int id) {
        if (ids.length == 0) {
            ids = new int[KEPT];
        }
        ids[added++ % KEPT] = id;
    }

    boolean contains(int id) {
        for (int known : ids) {
            if (known == id) {
                return true;
            }
        }
        return false;
    }
}
