package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.model.Certificate;
import dev.isobar.model.Model;
import dev.isobar.model.file.Positions;
import dev.isobar.provider.Finding;
import dev.isobar.provider.Report;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** From a model to the resources that carry it on Google Cloud. */
public final class ToGcp {
    private ToGcp() {}

    /**
     * Translates the whole model, or says everything that Google Cloud cannot carry of it.
     *
     * @param positions where the parts of the model stand, and which of them the file has at all
     * @param fingerprints SHA-256 of a certificate that comes in PEM files, in hexadecimal; asked of those alone
     */
    public static Translation<Snapshot> translate(
            Model model, Positions positions, Function<Certificate, String> fingerprints) {
        var report = new Report(positions, "Google");
        var resources = all(model, fingerprints, report);
        return report.result(() -> Snapshot.of(resources));
    }

    /** All that there is to say of a translation, done or refused. */
    public static List<Finding> check(Model model, Positions positions, Function<Certificate, String> fingerprints) {
        var report = new Report(positions, "Google");
        all(model, fingerprints, report);
        return report.findings();
    }

    private static List<GcpResource> all(Model model, Function<Certificate, String> fingerprints, Report report) {
        var place = model.place().gcp();
        if (place.isEmpty()) {
            report.refuse(
                    "place",
                    "does not say where on Google Cloud the load balancer goes",
                    "add place: {gcp: {project: ...}}, and for a regional one {scope: regional, region: ...}");
            return List.of();
        }
        return all(model, Site.of(model.name(), place.get(), report), fingerprints, report);
    }

    private static List<GcpResource> all(
            Model model, Site site, Function<Certificate, String> fingerprints, Report report) {
        Ownership.check(model, report);
        var carriers = Carriers.of(model, site, report);
        var policies = new Policies(model, site, report);
        var groups = new Groups(model, site, policies.byGroup(), report);
        Use.of(model, carriers).forEach(groups::add);
        var certificates = new Certificates(model, site, fingerprints, report);
        var listeners = new Listeners(model, site, groups.pools(), certificates, report);
        carriers.forEach((name, carrier) -> listeners.add(model.listener(name), carrier));
        var resources = new ArrayList<GcpResource>(policies.resources());
        resources.addAll(groups.resources());
        resources.addAll(certificates.resources());
        resources.addAll(listeners.resources());
        return resources;
    }
}
