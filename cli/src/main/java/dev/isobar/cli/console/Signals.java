package dev.isobar.cli.console;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

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
        var end = new End(events);
        handle("TERM", end::ask);
        handle("INT", end::ask);
        handle("HUP", () -> events.add(ServerEvent.RELOAD));
        return events;
    }

    private static final class End {
        private final BlockingQueue<ServerEvent> events;
        private boolean asked;

        End(BlockingQueue<ServerEvent> events) {
            this.events = events;
        }

        synchronized void ask() {
            if (asked) {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
            asked = true;
            events.add(ServerEvent.STOP);
        }
    }

    private static void handle(String name, Runnable action) {
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
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw new IllegalStateException("cannot listen to signal " + name, e);
            }
            // This system has no such signal, as Windows has no SIGHUP.
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no sun.misc.Signal", e);
        }
    }
}
