package dev.isobar.proxy.snapshot;

import dev.isobar.model.Action;
import dev.isobar.model.Rewrite;
import dev.isobar.proxy.balance.Candidates;
import dev.isobar.proxy.balance.RoundRobin;
import dev.isobar.proxy.http.FieldEdits;
import java.util.List;
import java.util.random.RandomGenerator;

/** An action made ready. */
public sealed interface Step {
    /** Answers by itself. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Respond(int status, String contentType, byte[] body) implements Step {}

    record Redirect(Action.Redirect to) implements Step {}

    /**
     * Asks a target.
     *
     * @param timeout nanoseconds; 0: none
     */
    record Forward(Split split, Rewrite rewrite, FieldEdits requestEdits, long timeout) implements Step {}

    /**
     * Shares requests out to groups by weight. Each event loop does it exactly, so that the sum is exact too, to one
     * request for each loop.
     */
    final class Split implements Candidates {
        private final List<Group> groups;
        private final int[] weights;
        private final RoundRobin[] turns;

        Split(List<Group> groups, int[] weights, int loops) {
            this.groups = List.copyOf(groups);
            this.weights = weights.clone();
            this.turns = new RoundRobin[loops];
            for (int loop = 0; loop < loops; loop++) {
                turns[loop] = new RoundRobin(weights.length, loop);
            }
        }

        public List<Group> groups() {
            return groups;
        }

        /** The number of a group. Called by that event loop only. */
        public int pick(int loop, RandomGenerator random) {
            return weights.length == 1 ? 0 : turns[loop].pick(this, random);
        }

        @Override
        public int size() {
            return weights.length;
        }

        @Override
        public int weight(int i) {
            return weights[i];
        }

        @Override
        public boolean isOpen(int i) {
            return weights[i] > 0;
        }

        @Override
        public int load(int i) {
            return 0;
        }

        @Override
        public double responseTime(int i) {
            return 0;
        }
    }
}
