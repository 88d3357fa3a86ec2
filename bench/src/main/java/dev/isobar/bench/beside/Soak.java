package dev.isobar.bench.beside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All protocols at once, for long: whether local-proxy loses memory, buffers or descriptors. Netty counts every buffer, and
 * says where one was lost. Each slice of time is one line.
 */
final class Soak {
    private static final int SLICE_SECONDS = 10;
    private static final Pattern HEAP = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\"} ([\\d.E+]+)");
    /** Between the second quarter and the last one. */
    private static final double MOST_GROWTH = 1.1;

    private static final int DATAGRAMS = 500;

    /** What is seen after a slice. */
    private record Seen(long resident, long heap, long descriptors) {}

    private final Running proxy;
    private final Ports ports;

    private record Ports(int http, int https, int tcp, int udp, int inner, int admin) {}

    private Soak(Running proxy, Ports ports) {
        this.proxy = proxy;
        this.ports = ports;
    }

    /** @param args minutes; 30 without */
    public static void main(String[] args) throws Exception {
        int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        var folder = Files.createTempDirectory("soak");
        var certificate = Certificate.in(folder);
        int first = 15_100;
        var setup = Setup.of(folder, certificate.certificate(), certificate.key(), first, Case.ALL.getFirst());
        int echo = Setup.free();
        int sockets = Setup.free();
        var ports = new Ports(setup.http(), setup.https(), setup.tcp(), Setup.free(), setup.h2c(), Setup.free());
        int result;
        try (var echoing = Echo.at(echo);
                var talking = WebSocketEcho.at(sockets);
                var targets = Running.start("targets", targets(setup), setup, Core.LOAD, first);
                var proxy = Running.start(
                        "local-proxy", start(setup, ports, echo, sockets), setup, Core.PROXY, ports.http())) {
            result = new Soak(proxy, ports).run(minutes * 60 / SLICE_SECONDS);
            if (!targets.process().isAlive() || echoing.isClosed() || talking.isClosed()) {
                throw new IllegalStateException("the targets ended");
            }
        }
        var leaks = Files.readString(folder.resolve("isobar.yaml.log"))
                .lines()
                .filter(line -> line.contains("LEAK"))
                .toList();
        leaks.forEach(System.out::println);
        System.out.println("buffers lost: " + leaks.size());
        System.exit(leaks.isEmpty() ? result : 1);
    }

    private static Contender.Start targets(Setup setup) throws IOException {
        var start = Targets.prepare(setup);
        // One of the ports speaks HTTP/2.
        var text = start.text()
                .replace(
                        "listen 127.0.0.1:%d-%d;".formatted(setup.firstTarget(), setup.firstTarget() + 1),
                        "listen 127.0.0.1:%d;\n    listen 127.0.0.1:%d http2;"
                                .formatted(setup.firstTarget(), setup.firstTarget() + 1));
        return new Contender.Start(start.file(), text, start.command());
    }

    private static Contender.Start start(Setup setup, Ports ports, int echo, int sockets) {
        var file = setup.folder().resolve("isobar.yaml");
        var text = """
            isobar: v1
            name: soak
            listeners:
              web:
                port: %d
                protocol: http
                rules: [{ match: { path: /ws }, forward: sockets }]
                default: { forward: web }
              secure: { port: %d, protocol: https, tls: { certificates: [site] }, default: { forward: web } }
              flow: { port: %d, protocol: tcp, default: { forward: flow } }
              datagrams: { port: %d, protocol: udp, default: { forward: echo }, idle: 5s }
              inner: { port: %d, protocol: http, default: { forward: streams } }
            targetGroups:
              web: { targets: ["127.0.0.1:%d"], healthCheck: { path: /, interval: 2s, timeout: 1s } }
              streams: { protocol: http2, targets: ["127.0.0.1:%d"] }
              sockets: { targets: ["127.0.0.1:%d"] }
              flow: { protocol: tcp, targets: ["127.0.0.1:%d"] }
              echo: { protocol: udp, targets: ["127.0.0.1:%d"] }
            certificates:
              site: { certificate: %s, key: %s }
            place: { local: { bind: 127.0.0.1, admin: "127.0.0.1:%d", accessLog: { format: json, file: %s } } }
            """.formatted(
                        ports.http(),
                        ports.https(),
                        ports.tcp(),
                        ports.udp(),
                        ports.inner(),
                        setup.firstTarget(),
                        setup.firstTarget() + 1,
                        sockets,
                        setup.firstTarget(),
                        echo,
                        setup.certificate(),
                        setup.key(),
                        ports.admin(),
                        "/dev/null");
        return new Contender.Start(file, text, List.of("./isobar", "run", "--no-watch", file.toString()));
    }

    /** @return exit code */
    private int run(int slices) throws Exception {
        var seen = new ArrayList<Seen>();
        System.out.println("slice  resident MiB  heap MiB  descriptors");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var loops =
                        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < slices; i++) {
                var work = new ArrayList<Future<?>>();
                work.add(loops.submit(() -> OpenLoop.run(OpenLoop.Job.kept(ports.http(), 32), 1000, SLICE_SECONDS)));
                work.add(loops.submit(() -> OpenLoop.run(OpenLoop.Job.kept(ports.tcp(), 16), 500, SLICE_SECONDS)));
                work.add(loops.submit(() -> OpenLoop.run(OpenLoop.Job.kept(ports.inner(), 16), 500, SLICE_SECONDS)));
                work.add(threads.submit(() -> load(new Load.Wrk(8, true), "https", ports.https(), 2)));
                work.add(threads.submit(() -> load(new Load.H2load(5, 10), "http", ports.http(), 3)));
                work.add(threads.submit(() -> load(new Load.H2load(5, 10), "https", ports.https(), 2)));
                work.add(threads.submit(() -> load(new Load.Wrk(4, true), "http", ports.tcp(), 2)));
                work.add(threads.submit(this::datagrams));
                work.add(threads.submit(() -> WebSocketClient.run(ports.http(), 5, 200)));
                for (var each : work) {
                    each.get();
                }
                var now = look();
                seen.add(now);
                System.out.printf(
                        "%5d  %12d  %8d  %11d%n", i + 1, now.resident() >> 20, now.heap() >> 20, now.descriptors());
            }
        }
        return report(seen);
    }

    private static Load.Result load(Load load, String scheme, int port, int seconds) {
        return load.run("%s://127.0.0.1:%d/".formatted(scheme, port), seconds);
    }

    /** Clients that come and go. @return how many answers came */
    private int datagrams() throws IOException {
        int answered = 0;
        for (int i = 0; i < DATAGRAMS; i++) {
            try (var client = new DatagramSocket()) {
                client.setSoTimeout(1000);
                var said = new byte[] {(byte) i};
                client.send(new DatagramPacket(said, 1, InetAddress.getLoopbackAddress(), ports.udp()));
                var heard = new DatagramPacket(new byte[16], 16);
                client.receive(heard);
                answered += heard.getData()[0] == said[0] ? 1 : 0;
            } catch (java.net.SocketTimeoutException e) {
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos()); // Datagrams may be lost.
            }
        }
        if (answered < DATAGRAMS * 9 / 10) {
            throw new IllegalStateException("of " + DATAGRAMS + " datagrams only " + answered + " were answered");
        }
        return answered;
    }

    /** After a full collection, so that the heap holds what is in use. */
    private Seen look() throws IOException, InterruptedException {
        Command.output(List.of(jcmd(), Long.toString(proxy.pid()), "GC.run"));
        try (var client = HttpClient.newHttpClient();
                var descriptors = Files.list(Path.of("/proc/" + proxy.pid() + "/fd"))) {
            var metrics = client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.admin() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return new Seen(
                    Times.memory(proxy.pid()) * 1024,
                    (long) Double.parseDouble(Command.find(HEAP, metrics)),
                    descriptors.count());
        }
    }

    private static String jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    }

    /** The least of each quarter: in between, requests are under way. */
    private static int report(List<Seen> seen) {
        int quarter = seen.size() / 4;
        if (quarter == 0) {
            System.out.println("too short to tell growth");
            return 0;
        }
        var second = seen.subList(quarter, 2 * quarter);
        var last = seen.subList(seen.size() - quarter, seen.size());
        return Stream.of(
                                grows("resident", second, last, Seen::resident),
                                grows("heap", second, last, Seen::heap),
                                grows("descriptors", second, last, Seen::descriptors))
                        .anyMatch(grown -> grown)
                ? 1
                : 0;
    }

    private static boolean grows(String what, List<Seen> before, List<Seen> after, ToLongFunction<Seen> of) {
        long least = before.stream().mapToLong(of).min().orElseThrow();
        long then = after.stream().mapToLong(of).min().orElseThrow();
        System.out.printf("%s: %.2f times what it was in the second quarter%n", what, (double) then / least);
        return then > least * MOST_GROWTH;
    }

    /** Says again what it hears. */
    private record Echo(DatagramSocket socket, Thread thread) implements AutoCloseable {
        static Echo at(int port) throws IOException {
            var socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
            return new Echo(socket, Thread.ofVirtual().start(() -> answer(socket)));
        }

        private static void answer(DatagramSocket socket) {
            var packet = new DatagramPacket(new byte[2048], 2048);
            while (!socket.isClosed()) {
                try {
                    packet.setLength(2048);
                    socket.receive(packet);
                    socket.send(packet);
                } catch (IOException e) {
                    if (!socket.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }

        boolean isClosed() {
            return !thread.isAlive();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
