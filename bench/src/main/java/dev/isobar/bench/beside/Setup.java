package dev.isobar.bench.beside;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The job that each contender gets.
 *
 * @param folder where its files are; one contender's alone
 * @param certificate of the ports that speak TLS, PEM
 * @param key of the certificate, PEM, PKCS #8
 * @param http port for HTTP/1.1
 * @param https port for HTTP/1.1 over TLS
 * @param h2c port for HTTP/2 in the clear, with prior knowledge
 * @param tcp port whose bytes are passed on
 * @param firstTarget port of the first target; the others follow
 * @param targets how many there are
 * @param rules how many there are before the one that all else meets; the rule {@code n} takes paths below {@code /rn/}
 * @param log whether each request is logged, into a file
 */
record Setup(
        Path folder,
        Path certificate,
        Path key,
        int http,
        int https,
        int h2c,
        int tcp,
        int firstTarget,
        int targets,
        int rules,
        boolean log) {
    /** A job with free ports. */
    static Setup of(Path folder, Path certificate, Path key, int firstTarget, Case each) {
        return new Setup(
                folder,
                certificate,
                key,
                free(),
                free(),
                free(),
                free(),
                firstTarget,
                each.targets(),
                each.rules(),
                each.log());
    }

    /** Ports of the targets. */
    List<Integer> targetPorts() {
        return IntStream.range(firstTarget, firstTarget + targets).boxed().toList();
    }

    /** The few of them that bytes are passed on to. */
    List<Integer> tcpPorts() {
        return targetPorts().subList(0, 2);
    }

    /** How often a target is probed, in seconds: so many that all of them together are no load. */
    int probeEvery() {
        return targets > 2 ? 60 : 2;
    }

    static int free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
