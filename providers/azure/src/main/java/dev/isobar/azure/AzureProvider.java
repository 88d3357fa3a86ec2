package dev.isobar.azure;

import dev.isobar.azure.driver.AzureAccount;
import dev.isobar.azure.driver.Importing;
import dev.isobar.azure.interpret.AzureRouting;
import dev.isobar.azure.permissions.Permissions;
import dev.isobar.azure.translate.CertificateFacts;
import dev.isobar.azure.translate.FromAzure;
import dev.isobar.azure.translate.ToAzure;
import dev.isobar.model.Certificate.KeyPair.PemFiles;
import dev.isobar.model.Model;
import dev.isobar.model.file.Positions;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.provider.Access;
import dev.isobar.provider.Account;
import dev.isobar.provider.Finding;
import dev.isobar.provider.Imported;
import dev.isobar.provider.Provider;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.calls.CloudFailure;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Microsoft Azure. */
public final class AzureProvider implements Provider {
    /** Of a backend pool; a group with targets of several weights has several, {@code shop_web_w3}. */
    private static final Pattern POOL = Pattern.compile("[^_]+_([^_]+)(_.*)?");

    @Override
    public String name() {
        return "azure";
    }

    @Override
    public List<Finding> check(Model model, Positions positions) {
        return ToAzure.check(model, positions, new Outline());
    }

    @Override
    public Optional<Decision> route(Model model, Positions positions, Request request) {
        return outline(model, positions) instanceof Translation.Done<Snapshot>(var snapshot, var _)
                ? AzureRouting.route(snapshot, request, AzureProvider::groupOfModel)
                : Optional.empty();
    }

    @Override
    public Translation<Snapshot> translate(Model model, Positions positions) {
        return ToAzure.translate(model, positions, new PemFacts());
    }

    @Override
    public Optional<Model> model(Snapshot snapshot, Model file) {
        var place = file.place().azure();
        if (place.isEmpty()) {
            return Optional.empty();
        }
        var known = new FromAzure.Known(
                place.get().subscription(),
                place.get().resourceGroup(),
                Optional.of(place.get().network().subnet()));
        try {
            return Optional.of(FromAzure.translate(snapshot, known).model());
        } catch (IllegalArgumentException e) {
            // Neither a gateway nor a load balancer is there, or none of their listeners: no requests are routed.
            return Optional.empty();
        }
    }

    @Override
    public Imported importFrom(Access access, List<String> names) {
        return Importing.of(access, names);
    }

    @Override
    public String permissions(Model model, Positions positions, Duty duty) {
        var place = model.place().azure();
        if (place.isPresent() && outline(model, positions) instanceof Translation.Done<Snapshot>(var snapshot, var _)) {
            return Permissions.role(snapshot, model.name(), place.get(), duty);
        }
        throw new CloudFailure("Azure cannot carry this file", "see what: isobar check FILE --to azure");
    }

    @Override
    public Account open(Model model, Access access) {
        return AzureAccount.open(model, access);
    }

    private static Translation<Snapshot> outline(Model model, Positions positions) {
        return ToAzure.translate(model, positions, new Outline());
    }

    /**
     * Files that cannot be read say nothing: where requests go does not depend on them. What they are for decides only
     * which listener shows which certificate.
     */
    private static final class Outline implements CertificateFacts {
        private final PemFacts files = new PemFacts();

        @Override
        public Facts of(PemFiles named) {
            try {
                return files.of(named);
            } catch (UncheckedIOException e) {
                return new Facts("0".repeat(64), Set.of());
            }
        }

        @Override
        public String authorities(String file) {
            return "0".repeat(64);
        }
    }

    /** The target group that a backend pool comes from. */
    static String groupOfModel(String pool) {
        var matcher = POOL.matcher(pool);
        return matcher.matches() ? matcher.group(1) : pool;
    }
}
