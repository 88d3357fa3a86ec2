package dev.isobar.azure.driver;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.Certificates;
import dev.isobar.azure.resources.TargetSide;
import dev.isobar.azure.resources.TargetSide.BackendHttpSettings;
import dev.isobar.azure.resources.TargetSide.Connection;
import dev.isobar.azure.resources.TargetSide.Probe;
import dev.isobar.azure.resources.TargetSide.Verification;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A gateway with what will serve beside what serves, before any rule leads there: so Azure can be asked whether the
 * targets can serve, from where the gateway is.
 */
final class Trial {
    /** Behind the name of a part, where what is there has that name and is another. No rule of a model is called so. */
    private static final String NEXT = "__next";

    private static final int LONGEST = 80;
    private static final int DIGEST = 8;

    private final Served after;
    private final ApplicationGateway before;
    private final TreeMap<String, TargetSide.BackendAddressPool> pools;
    private final TreeMap<String, BackendHttpSettings> settings;
    private final TreeMap<String, Probe> probes;
    private final TreeMap<String, String> roots;
    private final TreeMap<Served.Backend, Served.Backend> names = new TreeMap<>();

    private Trial(ApplicationGateway before, Served after) {
        this.before = before;
        this.after = after;
        pools = new TreeMap<>(before.targets().backendAddressPools());
        settings = new TreeMap<>(before.targets().backendHttpSettingsCollection());
        probes = new TreeMap<>(before.targets().probes());
        roots = new TreeMap<>(before.certificates().trustedRootCertificates());
    }

    /** @param fresh of the backends of what shall be there */
    static Trial of(ApplicationGateway before, Served after, Collection<Served.Backend> fresh) {
        var trial = new Trial(before, after);
        fresh.forEach(trial::add);
        return trial;
    }

    /** What the backends are called meanwhile. */
    Collection<Served.Backend> backends() {
        return names.values();
    }

    private void add(Served.Backend backend) {
        var pool = after.pool(backend).orElseThrow();
        var wanted = after.settings(backend).orElseThrow();
        var probed = new BackendHttpSettings(
                connection(wanted.connection()),
                wanted.requestTimeout(),
                wanted.affinityCookieName(),
                wanted.drainTimeoutInSec(),
                wanted.hostName(),
                wanted.probe().map(name -> renamed(after.gateway().targets().probes(), probes, name)));
        names.put(
                backend,
                new Served.Backend(named(pools, backend.pool(), pool), named(settings, backend.settings(), probed)));
    }

    /** The same, with the certificates under the names that they have meanwhile. */
    private Connection connection(Connection wanted) {
        var certificates = after.gateway().certificates().trustedRootCertificates();
        return new Connection(
                wanted.protocol(), wanted.port(), wanted.verification().map(verification -> {
                    var trusted = new TreeSet<String>();
                    verification
                            .trustedRootCertificates()
                            .forEach(name -> trusted.add(renamed(certificates, roots, name)));
                    return new Verification(
                            verification.validateCertChainAndExpiry(),
                            verification.validateSNI(),
                            verification.sniName(),
                            trusted);
                }));
    }

    /** Adds a part that has the name in what shall be there. */
    private static <T> String renamed(Map<String, T> wanted, Map<String, T> parts, String name) {
        var part = wanted.get(name);
        return part == null ? name : named(parts, name, part);
    }

    /** Adds a part, under its own name where that is free. */
    private static <T> String named(Map<String, T> parts, String name, T part) {
        var there = parts.putIfAbsent(name, part);
        if (there == null || there.equals(part)) {
            return name;
        }
        var next = name + NEXT;
        if (next.length() > LONGEST) {
            // The end of a long name is what tells it from others.
            int cut = next.length() - LONGEST;
            next = name.substring(0, name.length() - DIGEST - cut) + name.substring(name.length() - DIGEST) + NEXT;
        }
        parts.put(next, part);
        return next;
    }

    ApplicationGateway gateway() {
        return new ApplicationGateway(
                before.name(),
                before.deployment(),
                before.clients(),
                new Certificates(
                        before.certificates().sslCertificates(),
                        before.certificates().trustedClientCertificates(),
                        roots,
                        before.certificates().sslProfiles()),
                before.routing(),
                new TargetSide(
                        pools,
                        settings,
                        before.targets().backendSettingsCollection(),
                        probes,
                        before.targets().loadDistributionPolicies()),
                before.tags());
    }
}
