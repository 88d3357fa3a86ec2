package dev.isobar.proxy.snapshot;

import dev.isobar.model.Action;
import dev.isobar.model.Rewrite;
import dev.isobar.model.route.RequestView;
import dev.isobar.proxy.balance.Balancer;
import dev.isobar.proxy.balance.Candidates;
import dev.isobar.proxy.balance.Rendezvous;
import dev.isobar.proxy.balance.RoundRobin;
import dev.isobar.proxy.http.FieldEdits;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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

    /** How a client comes back to the group that it got first. */
    sealed interface Return {
        /** It does not; every request is shared out anew. */
        record Never() implements Return {}

        /** By a cookie. */
        record ByCookie(GroupCookie cookie) implements Return {}

        /** By its address: that of a client leads to the same group as long as the weights stay. */
        record BySource(Rendezvous order) implements Return {}
    }

    /**
     * Shares requests out to groups by weight. Each event loop does it exactly, so that the sum is exact too, to one
     * request for each loop.
     */
    final class Split implements Candidates {
        private final List<Group> groups;
        private final int[] weights;
        private final Return back;
        private final RoundRobin[] turns;

        Split(List<Group> groups, int[] weights, Return back, int loops) {
            this.groups = List.copyOf(groups);
            this.weights = weights.clone();
            this.back = weights.length == 1 ? new Return.Never() : back;
            this.turns = new RoundRobin[loops];
            for (int loop = 0; loop < loops; loop++) {
                turns[loop] = new RoundRobin(weights.length, loop);
            }
        }

        public List<Group> groups() {
            return groups;
        }

        /** The number of a group. Called by that event loop only. */
        public int pick(int loop, RequestView request, RandomGenerator random) {
            if (weights.length == 1) {
                return 0;
            }
            return switch (back) {
                case Return.Never() -> turns[loop].pick(this, random);
                case Return.ByCookie(var cookie) -> {
                    int known = known(cookie, request);
                    yield known == Balancer.NONE ? turns[loop].pick(this, random) : known;
                }
                case Return.BySource(var order) -> order.first(request.source().getAddress(), this);
            };
        }

        /** The group that the client had before, where it still takes requests. */
        private int known(GroupCookie cookie, RequestView request) {
            for (var value : request.cookie(cookie.name())) {
                int found = cookie.ids().indexOf(value);
                if (found >= 0 && isOpen(found)) {
                    return found;
                }
            }
            return Balancer.NONE;
        }

        /** What leads the client back to its group, where it does not say so itself; else null. */
        public @Nullable SetCookie cookie(int chosen, RequestView request) {
            return back instanceof Return.ByCookie(var cookie) && known(cookie, request) != chosen
                    ? new SetCookie(cookie.name(), cookie.ids().get(chosen), cookie.ttl())
                    : null;
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
