package dev.isobar.proxy.engine;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The limits under which HTTP/2 is spoken. Against what they stand: streams opened and reset in a flood, from either side,
 * header blocks without end, fields that grow when they are unpacked, frames that cost nothing to send.
 */
final class Http2Codec {
    /** Requests at a time on one connection of a client. */
    static final int STREAMS = 100;
    /** Octets of one body that may be under way to us and not yet passed on. */
    private static final int STREAM_WINDOW = 256 * 1024;
    /** The same for all bodies on one connection. */
    private static final int CONNECTION_WINDOW = 1024 * 1024;

    /** As the head of a response of HTTP/1.1 may have. */
    private static final int MOST_RESPONSE_FIELDS = 128 * 1024 + 256 * 32;

    private static final int RESETS = 200;
    private static final int RESETS_SECONDS = 30;
    private static final int EMPTY_DATA_FRAMES = 2;
    private static final int SMALL_CONTINUATIONS = 16;
    private static final int QUEUED_CONTROL_FRAMES = 1_000;

    private static final AsciiString AUTHORIZATION = AsciiString.cached("authorization");
    private static final AsciiString COOKIE = AsciiString.cached("cookie");
    private static final AsciiString SET_COOKIE = AsciiString.cached("set-cookie");

    /** Logs every frame for a stream that is closed already, which a client can send as fast as it likes. */
    private static final Logger QUIET = Logger.getLogger("io.netty.handler.codec.http2");

    static {
        QUIET.setLevel(Level.WARNING);
    }

    private Http2Codec() {}

    /** Makes a handler from its parts. */
    @FunctionalInterface
    interface Maker<T extends Http2ConnectionHandler> {
        T make(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings);
    }

    /** @param mostFields octets of the fields of a request, as HPACK counts */
    static <T extends Http2ConnectionHandler> T server(long mostFields, Maker<T> maker) {
        var settings = new Http2Settings()
                .maxConcurrentStreams(STREAMS)
                .connectProtocolEnabled(true)
                .initialWindowSize(STREAM_WINDOW)
                .maxHeaderListSize(mostFields);
        return new Builder<>(true, settings, maker).build();
    }

    /** The window of a connection is always open: no client that reads slowly holds back the others on it. */
    static <T extends Http2ConnectionHandler> T client(Maker<T> maker) {
        var settings = new Http2Settings()
                .pushEnabled(false)
                .initialWindowSize(STREAM_WINDOW)
                .maxHeaderListSize(MOST_RESPONSE_FIELDS);
        return new Builder<>(false, settings, maker).build();
    }

    /** Lets as much come in on a connection as may wait on all its streams together. */
    static void widen(Http2ConnectionHandler handler) throws Http2Exception {
        var connection = handler.connection();
        var windows = connection.local().flowController();
        windows.incrementWindowSize(
                connection.connectionStream(), CONNECTION_WINDOW - windows.windowSize(connection.connectionStream()));
    }

    /** What tables of names and values must not keep. */
    private static boolean isSecret(CharSequence name, CharSequence value) {
        return switch (name.length()) {
            case 6 -> COOKIE.contentEquals(name);
            case 10 -> SET_COOKIE.contentEquals(name);
            case 13 -> AUTHORIZATION.contentEquals(name);
            default -> false;
        };
    }

    private static final class Builder<T extends Http2ConnectionHandler>
            extends AbstractHttp2ConnectionHandlerBuilder<T, Builder<T>> {
        private final Maker<T> maker;

        Builder(boolean server, Http2Settings settings, Maker<T> maker) {
            this.maker = maker;
            var connection = new DefaultHttp2Connection(server);
            connection
                    .remote()
                    .flowController(new DefaultHttp2RemoteFlowController(
                            connection, new UniformStreamByteDistributor(connection)));
            if (!server) {
                connection.local().flowController(new DefaultHttp2LocalFlowController(connection, 0.5f, true));
                encoderIgnoreMaxHeaderListSize(true);
            }
            connection(connection);
            initialSettings(settings);
            validateHeaders(true);
            headerSensitivityDetector(Http2Codec::isSecret);
            decoupleCloseAndGoAway(true);
            flushPreface(false);
            decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA_FRAMES);
            decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS);
            encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES);
            if (server) {
                decoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS);
                encoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS);
            }
        }

        @Override
        protected T build() {
            return super.build();
        }

        @Override
        protected T build(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return maker.make(decoder, encoder, settings);
        }
    }
}
