package dev.isobar.provider.testkit;

import dev.isobar.model.Model;
import dev.isobar.provider.Account;
import dev.isobar.provider.emulate.Emulator;
import java.util.List;

/**
 * An emulator of a cloud, as tests of all providers use it.
 *
 * @param <S> its state at one moment
 * @param <C> a call in its own words
 */
public interface EmulatedCloud<S extends Emulator.State, C> extends AutoCloseable {
    /**
     * A call that came in.
     *
     * @param operation in the cloud's words
     * @param outcome {@code OK}, the code of an error, or in words what became of the answer
     * @param reads whether it changes nothing
     * @param polls whether it asks how far an earlier call is
     */
    record Call(String operation, String outcome, boolean reads, boolean polls) {}

    Emulator<S, C> emulator();

    /** An account that waits for nothing: back-off and polling take no time. */
    Account open(Model model);

    Call call(C call);

    /** The calls but so many at first. */
    default List<Call> calls(int first) {
        return emulator().calls(first).stream().map(this::call).toList();
    }

    @Override
    default void close() {
        emulator().close();
    }
}
