package dev.isobar.proxy.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Counts the requests of one route. Each event loop writes a cell of its own, without locks; readers add the cells up.
 */
public final class RouteCounters {
    /** What the counts are labelled with. The group is empty where no target was to be asked. */
    public record Labels(String listener, String rule, String group) implements Comparable<Labels> {
        @Override
        public int compareTo(Labels other) {
            return java.util.Comparator.comparing(Labels::listener)
                    .thenComparing(Labels::rule)
                    .thenComparing(Labels::group)
                    .compare(this, other);
        }
    }

    /** Requests with one class of status, 1 to 5, and one flag. */
    public record Count(int statusClass, Flag flag, long requests) {}

    /** How long requests took: how many were at or below each of {@link #BOUNDS}. */
    public record Durations(List<Long> upTo, long count, double seconds) {}

    /** Upper bounds of the histogram, in seconds. */
    public static final List<Double> BOUNDS =
            List.of(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

    private static final long[] BOUND_NANOS =
            BOUNDS.stream().mapToLong(seconds -> (long) (seconds * 1e9)).toArray();
    private static final Flag[] FLAGS = Flag.values();
    private static final int CLASSES = 6;

    private final Labels labels;
    private final AtomicReferenceArray<Cell> cells;

    public RouteCounters(Labels labels, int loops) {
        this.labels = labels;
        this.cells = new AtomicReferenceArray<>(loops);
    }

    public Labels labels() {
        return labels;
    }

    /** Called by that event loop only. */
    @SuppressWarnings("EnumOrdinal") // An index into this object's own arrays.
    public void count(int loop, int status, Flag flag, long nanos) {
        var cell = cells.getPlain(loop);
        if (cell == null) {
            cell = new Cell();
            cells.setRelease(loop, cell);
        }
        increment(cell.requests, Math.clamp(status / 100, 0, CLASSES - 1) * FLAGS.length + flag.ordinal(), 1);
        int bucket = 0;
        while (bucket < BOUND_NANOS.length && nanos > BOUND_NANOS[bucket]) {
            bucket++;
        }
        increment(cell.durations, bucket, 1);
        increment(cell.durations, BOUND_NANOS.length + 1, nanos);
    }

    /** One writer: a plain read and a released write are enough. */
    private static void increment(AtomicLongArray array, int index, long by) {
        array.setRelease(index, array.getPlain(index) + by);
    }

    /** Those that are not zero. */
    public List<Count> counts() {
        var found = new ArrayList<Count>();
        for (int kind = 0; kind < CLASSES * FLAGS.length; kind++) {
            long sum = 0;
            for (int loop = 0; loop < cells.length(); loop++) {
                var cell = cells.getAcquire(loop);
                sum += cell == null ? 0 : cell.requests.getAcquire(kind);
            }
            if (sum > 0) {
                found.add(new Count(kind / FLAGS.length, FLAGS[kind % FLAGS.length], sum));
            }
        }
        return found;
    }

    public Durations durations() {
        var sums = new long[BOUND_NANOS.length + 2];
        for (int loop = 0; loop < cells.length(); loop++) {
            var cell = cells.getAcquire(loop);
            for (int i = 0; cell != null && i < sums.length; i++) {
                sums[i] += cell.durations.getAcquire(i);
            }
        }
        var upTo = new ArrayList<Long>();
        long running = 0;
        for (int i = 0; i < BOUND_NANOS.length; i++) {
            running += sums[i];
            upTo.add(running);
        }
        return new Durations(upTo, running + sums[BOUND_NANOS.length], sums[BOUND_NANOS.length + 1] / 1e9);
    }

    private static final class Cell {
        final AtomicLongArray requests = new AtomicLongArray(CLASSES * FLAGS.length);
        final AtomicLongArray durations = new AtomicLongArray(BOUND_NANOS.length + 2);
    }
}
