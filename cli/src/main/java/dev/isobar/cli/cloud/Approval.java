package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Failure;
import dev.isobar.provider.Change;

/**
 * Whether a plan may be carried out.
 *
 * @param automatic nobody is asked
 * @param addressChange an address that clients know may go
 * @param question what a person is asked
 * @param word the only answer that is taken for yes
 */
public record Approval(boolean automatic, boolean addressChange, String question, String word) {
    /** @throws Failure where somebody would have to be asked, and nobody is there */
    public void requireSomebody(Console console) {
        if (!automatic && !console.canAsk()) {
            throw Failure.usage(
                    "nobody can be asked here whether to go on: this is no terminal",
                    "read the plan first, then give --auto-approve");
        }
    }

    /** @throws Failure where an address would go that must not */
    void requireAddresses(Planned planned) {
        if (!addressChange) {
            planned.plan().changes().stream()
                    .filter(Change::movesAddress)
                    .findFirst()
                    .ifPresent(change -> {
                        throw Failure.failed(
                                change.ref() + " would go, and with it an address that clients know",
                                "keep what cannot be changed in place, or give --allow-address-change");
                    });
        }
    }

    /** Whether to go on; asks where it must. */
    boolean isGiven(Console console) {
        return automatic || console.ask(question).equals(word);
    }
}
