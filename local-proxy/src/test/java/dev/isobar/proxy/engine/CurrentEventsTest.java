package dev.isobar.proxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurrentEventsTest {
    private static final IoEvent EVENT = new IoEvent() {};

    private static final IoHandlerContext CONTEXT = new IoHandlerContext() {
        @Override
        public boolean canBlock() {
            return false;
        }

        @Override
        public long delayNanos(long now) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    };

    /** Files by their number: one, which a connection has after another. */
    private static final class OneFile implements IoHandler {
        private Runnable before = () -> {};
        private IoHandle owner = new Connection("nobody", new ArrayList<>());

        @Override
        public int run(IoHandlerContext context) {
            before.run();
            owner.handle(new Registration(), EVENT);
            return 1;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            owner = handle;
            return new Registration();
        }

        @Override
        public void wakeup() {}

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return true;
        }
    }

    private static final class Registration implements IoRegistration {
        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's.
        public <T> T attachment() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long submit(IoOps ops) {
            return 0;
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public boolean cancel() {
            return true;
        }
    }

    private record Connection(String name, List<String> heard) implements EpollIoHandle {
        @Override
        public FileDescriptor fd() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            heard.add(name);
        }

        @Override
        public void close() {}
    }

    @Test
    void anEventOfAClosedConnectionIsNotThatOfTheNextWithItsNumber() throws Exception {
        var heard = new ArrayList<String>();
        var file = new OneFile();
        var events = new CurrentEvents(file);
        events.register(new Connection("first", heard));
        events.run(CONTEXT);
        // The batch was fetched while the first connection was open; what came before in it replaced that.
        file.before = () -> {
            file.before = () -> {};
            try {
                events.register(new Connection("second", heard));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        events.run(CONTEXT);
        assertThat(heard).containsExactly("first");
        events.run(CONTEXT);
        assertThat(heard).containsExactly("first", "second");
    }
}
