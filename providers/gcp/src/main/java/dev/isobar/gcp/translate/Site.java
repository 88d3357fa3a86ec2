package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.Id;
import dev.isobar.gcp.resources.Scope;
import dev.isobar.model.Place;
import dev.isobar.provider.Report;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where on Google Cloud it all goes.
 *
 * @param model name of the model
 * @param scope of everything that is not in a zone
 * @param network as a partial URL
 * @param subnetwork as a partial URL; always there where clients come from inside
 */
record Site(String model, Scope scope, String network, Optional<String> subnetwork, Place.Gcp place) {
    private static final Pattern REGION = Pattern.compile("[a-z]+-[a-z]+[0-9]+");
    private static final Pattern ZONE = Pattern.compile("[a-z]+-[a-z]+[0-9]+-[a-z]");

    static Site of(String model, Place.Gcp place, Report report) {
        var internal = place.scheme() == Place.Scheme.INTERNAL;
        if (internal && place.scope() instanceof Place.Scope.Global) {
            report.refuse(
                    "place.gcp.scheme",
                    "is internal with scope: global; Google wants a subnet in each region for that, which is not"
                            + " translated",
                    "use scope: regional, with a region and a subnet");
        } else if (internal && place.network().subnet().isEmpty()) {
            report.refuse(
                    "place.gcp",
                    "has no subnet; a load balancer for clients inside takes its address from one",
                    "add subnet: NAME");
        }
        var region = place.scope() instanceof Place.Scope.Regional(var name) ? name : "";
        if (!region.isEmpty() && !REGION.matcher(region).matches()) {
            report.refuse(
                    "place.gcp.region",
                    "is \"%s\"; Google's regions have names such as europe-west1".formatted(region),
                    "write the name of the region, without a zone");
        }
        var own = "projects/" + place.project() + "/";
        return new Site(
                model,
                region.isEmpty() ? new Scope.Global() : new Scope.Region(region),
                partial("global/networks/", place.network().network().orElse("default"), own),
                internal
                        ? place.network()
                                .subnet()
                                .map(name -> partial("regions/" + region + "/subnetworks/", name, own))
                        : Optional.empty(),
                place);
    }

    /** A name becomes a partial URL; what is one already stays, but for a project that is the model's own. */
    private static String partial(String prefix, String name, String own) {
        return name.contains("/") ? name.startsWith(own) ? name.substring(own.length()) : name : prefix + name;
    }

    boolean isGlobal() {
        return scope instanceof Scope.Global;
    }

    boolean isInternal() {
        return place.scheme() == Place.Scheme.INTERNAL;
    }

    /** A URL map has backend services of one scheme, which cannot change: part of the digest in its name, and its users'. */
    String inside() {
        return isInternal() ? "internal" : "";
    }

    Id id(String name) {
        return new Id(scope, name);
    }

    /**
     * The zone of a target.
     *
     * @param path of the target
     */
    Scope.Zone zone(Optional<String> written, String path, Report report) {
        var wanted = written.or(place::zone);
        if (wanted.isEmpty()) {
            report.refuse(
                    path,
                    "names no zone; endpoints of Google are in one",
                    "add zone: europe-west1-b to the target, or to place.gcp for all of them");
            return new Scope.Zone("none");
        }
        return new Scope.Zone(
                written.isPresent()
                        ? zone(wanted.get(), path + ".zone", report)
                        : zone(wanted.get(), "place.gcp.zone", report));
    }

    /** A single letter is a zone of the region. */
    private String zone(String text, String path, Report report) {
        var region = scope instanceof Scope.Region(var name) ? name : "";
        var zone = text.matches("[a-z]") && !region.isEmpty() ? region + "-" + text : text;
        if (!ZONE.matcher(zone).matches()) {
            report.refuse(
                    path,
                    "is \"%s\"; Google's zones have names such as europe-west1-b".formatted(text),
                    "write the whole name of the zone");
        } else if (!region.isEmpty() && !zone.startsWith(region + "-")) {
            report.refuse(
                    path,
                    "is \"%s\", outside of %s; a regional load balancer has targets in its region only"
                            .formatted(text, region),
                    "use a zone of " + region + ", or scope: global");
        }
        return zone;
    }
}
