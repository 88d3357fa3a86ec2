package dev.isobar.proxy;

import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Target;
import dev.isobar.proxy.admin.Admin;
import dev.isobar.proxy.engine.Engine;
import dev.isobar.proxy.tls.HeldCertificate;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Serves a model. Any thread may call it; {@link #reload}, {@link #stop} and {@link #close} wait for each other and may
 * block.
 */
public final class LocalProxy implements AutoCloseable {
    private final Engine engine;
    private final AtomicReference<Model> planned;
    private @Nullable Admin admin;
    private Optional<Target.Address> adminAddress = Optional.empty();

    private LocalProxy(Engine engine, AtomicReference<Model> planned) {
        this.engine = engine;
        this.planned = planned;
    }

    /**
     * Opens the listeners of the model and serves them. Health checks begin at once.
     *
     * @throws UnservedException where the model asks for what is not served
     * @throws java.io.UncheckedIOException where a port, a certificate or the access log cannot be opened
     */
    public static LocalProxy start(Model model, ProxySettings settings) {
        requireServed(model);
        var planned = new AtomicReference<>(model);
        var engine = Engine.start(
                model,
                new Engine.Settings(
                        settings.transport(),
                        settings.loops(),
                        listener -> settings.ports().apply(planned.get(), listener),
                        settings.secret(),
                        settings.authority(),
                        settings.stdout()));
        var proxy = new LocalProxy(engine, planned);
        try {
            proxy.openAdmin(model);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
        return proxy;
    }

    private static void requireServed(Model model) {
        var unserved = Unserved.of(model);
        if (!unserved.isEmpty()) {
            throw new UnservedException(unserved);
        }
    }

    /**
     * Serves another model from the next request on. Ports that stay, stay open with their connections; so do health
     * and counters of targets that stay. Requests under way end as they began.
     *
     * @throws UnservedException where the model asks for what is not served; the old model goes on
     * @throws java.io.UncheckedIOException where a port or the access log cannot be opened; the old model goes on whole
     */
    public synchronized void reload(Model model) {
        requireServed(model);
        var before = planned.getAndSet(model);
        var wanted = model.place().local().admin();
        Admin opened = null;
        try {
            if (!wanted.equals(adminAddress) && wanted.isPresent()) {
                opened = Admin.open(engine, wanted.get());
            }
            engine.load(model);
        } catch (RuntimeException e) {
            planned.set(before);
            if (opened != null) {
                opened.close();
            }
            throw e;
        }
        if (!wanted.equals(adminAddress)) {
            closeAdmin();
            admin = opened;
            adminAddress = wanted;
        }
    }

    /**
     * Writes TLS session tickets with a new key from now on; those of the two keys before can still be resumed. It
     * happens by itself every twelve hours.
     */
    public void rotateTicketKeys() {
        engine.rotateTickets();
    }

    /** The certificates that listeners show, by name. */
    public Collection<HeldCertificate> certificates() {
        return engine.certificates();
    }

    private synchronized void openAdmin(Model model) {
        adminAddress = model.place().local().admin();
        admin = adminAddress.map(address -> Admin.open(engine, address)).orElse(null);
    }

    private void closeAdmin() {
        if (admin != null) {
            admin.close();
            admin = null;
        }
    }

    /** The open listeners, by name. */
    public List<Bound> listeners() {
        var listeners = engine.snapshot().model().listeners();
        return engine.ports().stream()
                .map(port -> new Bound(port.listener(), protocol(listeners.get(port.listener())), port.address()))
                .toList();
    }

    private static Listener.Protocol protocol(@Nullable Listener listener) {
        return Objects.requireNonNull(listener, "what is open is in the model").protocol();
    }

    /** Where {@code /metrics}, {@code /status} and {@code /certificates/reload} are. */
    public synchronized Optional<InetSocketAddress> admin() {
        return Optional.ofNullable(admin).map(Admin::address);
    }

    /**
     * Ends gracefully: accepts no more, answers requests under way with {@code Connection: close}, closes idle
     * connections. Returns when all is done, or when the grace is over.
     *
     * @return whether every request was answered
     */
    public synchronized boolean stop(Duration grace) {
        boolean drained = engine.stop(grace);
        closeAdmin();
        return drained;
    }

    /** Ends at once; requests under way are cut off. */
    @Override
    public synchronized void close() {
        closeAdmin();
        engine.close();
    }
}
