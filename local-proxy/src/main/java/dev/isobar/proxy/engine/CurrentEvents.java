package dev.isobar.proxy.engine;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Keeps epoll's events from the wrong connection. Events come in batches, each with the number of a file. Where one of them
 * closes another connection, and the next accepts or opens one, that one gets the number of the closed; what the batch still
 * holds for the closed connection would be taken for its own, and, as an end that is none, cost it its answer.
 *
 * <p>A connection that is registered within a turn has no events in it: they were fetched before. What is left out is told
 * again in the next turn, if it is true.
 */
final class CurrentEvents implements IoHandler {
    private final IoHandler events;
    private long turn;

    CurrentEvents(IoHandler events) {
        this.events = events;
    }

    static IoHandlerFactory of(IoHandlerFactory factory) {
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                return new CurrentEvents(factory.newHandler(executor));
            }

            @Override
            public boolean isChangingThreadSupported() {
                return factory.isChangingThreadSupported();
            }
        };
    }

    @Override
    public int run(IoHandlerContext context) {
        turn++;
        return events.run(context);
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return events.register(new Since((EpollIoHandle) handle, turn));
    }

    @Override
    public void initialize() {
        events.initialize();
    }

    @Override
    public void prepareToDestroy() {
        events.prepareToDestroy();
    }

    @Override
    public void destroy() {
        events.destroy();
    }

    @Override
    public void wakeup() {
        events.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return events.isCompatible(type);
    }

    @SuppressWarnings("try") // Netty says what closing may throw.
    private final class Since implements EpollIoHandle {
        private final EpollIoHandle handle;
        private final long registered;

        Since(EpollIoHandle handle, long registered) {
            this.handle = handle;
            this.registered = registered;
        }

        @Override
        public FileDescriptor fd() {
            return handle.fd();
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            if (registered != turn) {
                handle.handle(registration, event);
            }
        }

        @Override
        public void registered() {
            handle.registered();
        }

        @Override
        public void unregistered() {
            handle.unregistered();
        }

        @Override
        public void close() throws Exception {
            handle.close();
        }
    }
}
