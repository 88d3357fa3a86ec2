package dev.isobar.cli.console;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Turns signals of the operating system into events.
 *
 * <p>The only way to hear of SIGHUP, and to end with 0 after SIGTERM, is {@code sun.misc.Signal}. The module
 * jdk.unsupported exports it, but javac warns of it in a way that nothing turns off; hence the reflection.
 */
public final class Signals {
    /** What a shell reports for a program that SIGINT ended. */
    private static final int INTERRUPTED = 130;

    private Signals() {}

    /**
     * From now on SIGTERM and SIGINT ask for an end, and the second one ends the process at once; SIGHUP asks for a
     * reload. Where the system has no such signal, the others are heard.
     */
    public static BlockingQueue<ServerEvent> events() {
        var events = new LinkedBlockingQueue<ServerEvent>();
        var end = new End(() -> events.add(ServerEvent.STOP));
        handle("TERM", end::ask);
        handle("INT", end::ask);
        handle("HUP", () -> events.add(ServerEvent.RELOAD));
        return events;
    }

    /** Hears signals until it is closed. */
    public interface Hearing extends AutoCloseable {
        @Override
        void close();
    }

    /** From now on the first SIGINT or SIGTERM asks for an end, and the second one ends the process at once. */
    public static Hearing onEnd(Consumer<String> ask) {
        var interrupt = handle("INT", new End(() -> ask.accept("Ctrl-C"))::ask);
        var terminate = handle("TERM", new End(() -> ask.accept("SIGTERM"))::ask);
        return () -> {
            interrupt.run();
            terminate.run();
        };
    }

    /** As if somebody had sent the signal to this process. Something listens to it: else it ends the process. */
    public static void raise(String name) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            signal.getMethod("raise", signal)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot raise signal " + name, e);
        }
    }

    private static final class End {
        private final Runnable first;
        private boolean asked;

        End(Runnable first) {
            this.first = first;
        }

        synchronized void ask() {
            if (asked) {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
            asked = true;
            first.run();
        }
    }

    /** @return undoes it */
    private static Runnable handle(String name, Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy =
                    Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, (_, method, _) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            var it = signal.getConstructor(String.class).newInstance(name);
            var register = signal.getMethod("handle", signal, handler);
            var before = register.invoke(null, it, proxy);
            return () -> restore(register, it, before);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw new IllegalStateException("cannot listen to signal " + name, e);
            }
            // This system has no such signal, as Windows has no SIGHUP.
            return () -> {};
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no sun.misc.Signal", e);
        }
    }

    private static void restore(Method register, Object signal, Object before) {
        try {
            register.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot stop listening to signal " + signal, e);
        }
    }
}
