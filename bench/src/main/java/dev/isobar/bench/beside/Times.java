package dev.isobar.bench.beside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Processor time until now, in ticks of the system.
 *
 * @param user of a process and all its threads
 * @param system of the same, and of the kernel's thread that finishes network work on the proxy's core
 * @param core all that the proxy's core did for anybody
 * @param stolen what the host gave to others, of all cores
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_stat.5.html">proc_stat(5)</a>
 */
record Times(long user, long system, long core, long stolen) {
    /** Ticks in a second; 100 on all that Linux runs on today. */
    static final int TICKS =
            Integer.parseInt(Command.output(List.of("getconf", "CLK_TCK")).strip());

    private static final Pattern SPACES = Pattern.compile(" +");

    private static final long SOFT = softInterrupts();

    static Times of(long pid) {
        var process = process(pid);
        var kernel = SOFT == 0 ? new long[2] : process(SOFT);
        long core = 0;
        long stolen = 0;
        for (var line : read(Path.of("/proc/stat")).lines().toList()) {
            var fields = SPACES.split(line, -1);
            if (fields[0].equals("cpu" + Core.PROXY)) {
                // user, nice, system, -, -, irq, softirq
                core = Long.parseLong(fields[1])
                        + Long.parseLong(fields[2])
                        + Long.parseLong(fields[3])
                        + Long.parseLong(fields[6])
                        + Long.parseLong(fields[7]);
            } else if (fields[0].equals("cpu")) {
                stolen = Long.parseLong(fields[8]);
            }
        }
        return new Times(process[0], process[1] + kernel[0] + kernel[1], core, stolen);
    }

    Times since(Times before) {
        return new Times(user - before.user, system - before.system, core - before.core, stolen - before.stolen);
    }

    /** Ticks of the proxy's core that were not the proxy's. */
    long others() {
        return Math.max(0, core - user - system);
    }

    private static long[] process(long pid) {
        var stat = read(Path.of("/proc/" + pid + "/stat"));
        var fields = SPACES.split(stat.substring(stat.lastIndexOf(')') + 2), -1);
        return new long[] {Long.parseLong(fields[11]), Long.parseLong(fields[12])};
    }

    /** The kernel's thread for soft interrupts of the proxy's core; 0 where it is not to be seen. */
    private static long softInterrupts() {
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .filter(name -> isSoft(Path.of("/proc", name, "comm")))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSoft(Path comm) {
        try {
            return Files.readString(comm).strip().equals("ksoftirqd/" + Core.PROXY);
        } catch (IOException e) {
            return false; // It ended while we looked.
        }
    }

    /** Memory of a process that is in use, in KiB. */
    static long memory(long pid) {
        return read(Path.of("/proc/" + pid + "/status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
