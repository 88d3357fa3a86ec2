package dev.isobar.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lines that one thread writes and another waits for. */
final class Lines extends OutputStream {
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int octet) {
        if (octet == '\n') {
            lines.add(line.toString(StandardCharsets.UTF_8));
            line.reset();
        } else {
            line.write(octet);
        }
    }

    @Override
    public synchronized void write(byte[] octets, int from, int length) {
        for (int i = from; i < from + length; i++) {
            write(octets[i]);
        }
    }

    /** All lines up to the first that has the text, this one too. */
    List<String> until(String text) throws InterruptedException {
        var seen = new ArrayList<String>();
        while (true) {
            var next = lines.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("waited in vain for \"" + text + "\"; there were " + seen);
            }
            seen.add(next);
            if (next.contains(text)) {
                return seen;
            }
        }
    }
}
