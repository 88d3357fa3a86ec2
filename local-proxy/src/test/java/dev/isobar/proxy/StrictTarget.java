package dev.isobar.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A target that takes canonical messages only, and answers each with the message itself. One whose path begins with
 * {@code /early} is answered with 403 before its body is read.
 */
final class StrictTarget implements AutoCloseable {
    /** Requests of bystanders: their answers tell enough. */
    static final String BYSTANDER = "/bystander/";

    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    final Origin origin = Origin.of(this::answer);

    private boolean answer(Origin.Call call) throws IOException {
        try {
            var head = Canonical.requestHead(call.head);
            if (head.start().contains(" /early")) {
                call.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\n\r\nearly");
                Canonical.request(head, call.in);
                return true;
            }
            if (!head.values("expect").isEmpty()) {
                call.write("HTTP/1.1 100 Continue\r\n\r\n");
            }
            var text = Canonical.request(head, call.in).text();
            if (!head.start().contains(BYSTANDER)) {
                messages.add(text);
            }
            call.write("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n"
                    + (head.start().startsWith("HEAD ") ? "" : text));
            return true;
        } catch (Canonical.NotCanonical e) {
            faults.add(e.getMessage());
            return false;
        } catch (EOFException e) {
            // A request that the proxy breaks off is no request.
            return false;
        }
    }

    /** All whole requests since the last time. */
    List<String> messages() {
        return taken(messages);
    }

    private static List<String> taken(Queue<String> from) {
        var taken = new ArrayList<String>();
        for (var next = from.poll(); next != null; next = from.poll()) {
            taken.add(next);
        }
        return taken;
    }

    /** What came in another form than the canonical one, since the last time. */
    List<String> faults() {
        return taken(faults);
    }

    @Override
    public void close() {
        origin.close();
    }
}
