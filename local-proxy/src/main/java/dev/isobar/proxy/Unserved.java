package dev.isobar.proxy;

import dev.isobar.model.Certificate;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.TlsTermination;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something in a model that local-proxy does not serve.
 *
 * @param path in the model, as in {@code targetGroups.web.targets[1]}
 * @param what the key and its value
 * @param fix what to do about it
 */
public record Unserved(String path, String what, String fix) {
    /** All of a model, listeners first. Empty: the model is served whole. */
    public static List<Unserved> of(Model model) {
        var found = new Walk(model.certificates());
        model.listeners().forEach((name, listener) -> found.listener("listeners." + name, listener));
        model.targetGroups().forEach((name, group) -> found.group("targetGroups." + name, group));
        return List.copyOf(found.unserved);
    }

    /** {@code path: what; fix}. */
    @Override
    public String toString() {
        return path + ": local-proxy does not serve " + what + "; " + fix;
    }

    private static final class Walk {
        private final Map<String, Certificate> certificates;
        private final List<Unserved> unserved = new ArrayList<>();

        Walk(Map<String, Certificate> certificates) {
            this.certificates = certificates;
        }

        private void add(String path, String what, String fix) {
            unserved.add(new Unserved(path, what, fix));
        }

        private void listener(String path, Listener listener) {
            switch (listener) {
                case Listener.Http http -> http.tls().ifPresent(tls -> tls(path + ".tls", tls));
                case Listener.Tcp _, Listener.Udp _ -> {}
                case Listener.Tls passing -> passing.tls().ifPresent(tls -> tls(path + ".tls", tls));
            }
        }

        private void tls(String path, TlsTermination tls) {
            switch (tls.profile()) {
                case MODERN, COMPATIBLE -> {}
                case FIPS ->
                    add(path + ".profile", "profile: fips (there is no approved module here)", "use profile: modern");
            }
            tls.clients().ifPresent(clients -> clients(path + ".clients", clients));
            for (int i = 0; i < tls.certificates().size(); i++) {
                certificate(
                        path + ".certificates[" + i + "]", tls.certificates().get(i));
            }
        }

        private void certificate(String path, String name) {
            var certificate = certificates.get(name);
            if (certificate == null || certificate.keyPair().isEmpty()) {
                add(
                        path,
                        "the certificate \"" + name + "\", which only a cloud's store holds",
                        "add certificate and key, or selfSigned: [localhost], to certificates." + name);
            }
        }

        private void clients(String path, TlsTermination.ClientCertificates clients) {
            switch (clients) {
                case TlsTermination.ClientCertificates.Verified(var _, var ca, var _) -> {
                    if (ca.isEmpty()) {
                        add(path, "authorities that only a cloud's trust store holds", "add ca: FILE");
                    }
                }
                case TlsTermination.ClientCertificates.Passed() ->
                    add(path + ".mode", "mode: passthrough", "use mode: required, with ca: FILE");
            }
        }

        private void group(String path, TargetGroup group) {
            for (int i = 0; i < group.targets().size(); i++) {
                target(path + ".targets[" + i + "]", group.targets().get(i));
            }
            group.upstream()
                    .tls()
                    .flatMap(TargetGroup.TargetTls::certificate)
                    .ifPresent(name -> certificate(path + ".tls.certificate", name));
        }

        private void target(String path, Target target) {
            switch (target) {
                case Target.Address _ -> {}
                case Target.Instance _, Target.Function _, Target.Bucket _, Target.Balancer _ ->
                    add(path, "\"" + target.text() + "\"", "use host:port here; this target lives in a cloud");
            }
        }
    }
}
