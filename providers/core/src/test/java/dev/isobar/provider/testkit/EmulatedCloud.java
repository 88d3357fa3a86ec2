package dev.isobar.provider.testkit;

import dev.isobar.model.Model;
import dev.isobar.provider.Account;
import java.util.List;
import java.util.Map;

/**
 * An emulator of a cloud, as tests of all providers use it.
 *
 * @param <S> its state at one moment
 */
public interface EmulatedCloud<S> extends AutoCloseable {
    /**
     * A call that came in.
     *
     * @param operation in the cloud's words
     * @param outcome {@code OK}, the code of an error, or in words what became of the answer
     * @param reads whether it changes nothing
     * @param polls whether it asks how far an earlier call is
     */
    record Call(String operation, String outcome, boolean reads, boolean polls) {}

    /** An account that waits for nothing: back-off and polling take no time. */
    Account open(Model model);

    /** From now on keeps the state behind every call that changes something. */
    void record();

    /** Ends the recording: what was kept, the state at the beginning first. */
    List<S> states();

    S state();

    void restore(S state);

    /** How many things of each kind are there, whoever they belong to. */
    Map<String, Integer> census();

    /** How many calls came in until now. */
    int calls();

    /** The calls but so many at first. */
    List<Call> calls(int first);

    /** @param call number of the call, counted from the first of all, whose effect stays and whose answer is lost */
    void loseAnswerOf(int call);

    /** Refuses every so manieth call for now. */
    void throttleEvery(int n);

    @Override
    void close();
}
