package dev.isobar.provider;

import java.util.List;

/**
 * An account of a cloud, seen from one model: what carries the mark of that model is ours, everything else is not there.
 * Used by many threads; every method but {@link #schedule} calls the cloud and may wait.
 *
 * <p>Where the cloud says no, methods throw {@link dev.isobar.provider.calls.CloudFailure}; where an end was asked for,
 * {@link dev.isobar.provider.calls.Cancellation.Cancelled}.
 */
public interface Account extends AutoCloseable {
    /** What is there of ours, whole: no page is left out, and nothing that we may not read counts as absent. */
    Snapshot observe();

    /**
     * What stands in the way of a plan that can be known before: limits, zones, names that others have, changes that the
     * cloud does not make. Reads only.
     */
    List<Obstacle> preflight(Plan plan);

    /** The steps of a plan. Traffic keeps flowing while they are done in an order that they allow. Asks nobody. */
    Schedule schedule(Plan plan);

    /**
     * Does one step, whole: returns when the cloud has it. Doing a step again that was done before, in whole or in part,
     * leads to the same state.
     */
    void perform(Step step);

    /** How it is doing. */
    Status status();

    /** How many calls were made to the cloud so far, each attempt counted. */
    long calls();

    @Override
    void close();
}
