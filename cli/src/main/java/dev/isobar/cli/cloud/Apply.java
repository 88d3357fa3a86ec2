package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Signals;
import dev.isobar.cli.console.Words;
import dev.isobar.model.Durations;
import dev.isobar.provider.Account;
import dev.isobar.provider.Status;
import dev.isobar.provider.calls.Cancellation;
import dev.isobar.provider.calls.CloudFailure;
import dev.isobar.provider.execute.Executor;
import dev.isobar.provider.execute.Progress;
import dev.isobar.provider.execute.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Shows a plan, asks, carries it out, and says what became of it. */
public final class Apply {
    /**
     * @param json whether the result is printed for programs
     * @param timeout after this long no step begins any more
     */
    public record Manner(Approval approval, boolean json, Optional<Duration> timeout) {}

    private final Console console;
    private final Manner manner;
    private final String cloud;
    private final Cancellation cancellation;

    /** @param cancellation that of the account, too */
    public Apply(Console console, Manner manner, String cloud, Cancellation cancellation) {
        this.console = console;
        this.manner = manner;
        this.cloud = cloud;
        this.cancellation = cancellation;
    }

    /** @return the exit code */
    public int run(Planned planned, Account account) {
        show(planned);
        if (!planned.obstacles().isEmpty()) {
            console.complain(
                    "nothing was done: " + Words.count(planned.obstacles().size(), "thing") + " in the way",
                    "mend what is listed, then run it again");
            return end(Outcome.nothing(planned), Exit.FAILED);
        }
        if (planned.plan().isEmpty()) {
            return end(Outcome.nothing(planned), Exit.DONE);
        }
        manner.approval().requireAddresses(planned);
        if (!manner.approval().isGiven(console)) {
            console.complain(
                    "nothing was done: it was not approved",
                    "answer " + manner.approval().word());
            return end(Outcome.nothing(planned), Exit.FAILED);
        }
        var outcome = carryOut(planned, account);
        return end(outcome, outcome.report().isComplete() ? Exit.DONE : Exit.FAILED);
    }

    private void show(Planned planned) {
        if (manner.json()) {
            console.err().print(PlanText.of(planned, cloud, console.paintErr()));
        } else {
            console.print(PlanText.of(planned, cloud, console.paintOut()));
        }
    }

    private int end(Outcome outcome, int code) {
        if (manner.json()) {
            console.print(OutcomeJson.of(outcome, cloud));
        } else if (!outcome.planned().plan().isEmpty()
                && outcome.planned().obstacles().isEmpty()) {
            console.print(OutcomeText.of(outcome, console.paintOut()));
        }
        return code;
    }

    private Outcome carryOut(Planned planned, Account account) {
        var schedule = account.schedule(planned.plan());
        long begun = System.nanoTime();
        Report report;
        try (var _ = Signals.onEnd(cancellation::cancel);
                var _ = deadline();
                var progress = progress(schedule.tasks().size())) {
            report = Executor.run(schedule, account::perform, progress, cancellation);
        }
        var took = Duration.ofNanos(System.nanoTime() - begun);
        return new Outcome(
                planned, report, took, account.calls(), report.isComplete() ? balancers(account) : List.of());
    }

    /** A display that must be put away. */
    interface Display extends Progress, AutoCloseable {
        @Override
        void close();
    }

    private Display progress(int steps) {
        return console.isWatched() ? new LiveProgress(console, steps) : new PlainProgress(console, steps);
    }

    /** Something that ends with what it watches. */
    private interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private Watch deadline() {
        var limit = manner.timeout();
        if (limit.isEmpty()) {
            return () -> {};
        }
        var thread = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(limit.get());
                cancellation.cancel("the time of --timeout, " + Durations.text(limit.get()) + ", is over");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return thread::interrupt;
    }

    /** What clients connect to now; what was done stays done where the cloud does not tell. */
    private List<Status.LoadBalancer> balancers(Account account) {
        try {
            return account.status().loadBalancers();
        } catch (CloudFailure e) {
            console.complain("all is done, but its addresses cannot be read: " + e.getMessage(), e.fix());
            return List.of();
        }
    }
}
