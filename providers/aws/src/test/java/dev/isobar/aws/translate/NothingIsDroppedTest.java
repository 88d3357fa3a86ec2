package dev.isobar.aws.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.resources.AwsResource;
import dev.isobar.provider.Imported;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.testkit.Mutations;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever resources say, an import says too: in the model, or among what is lost. */
class NothingIsDroppedTest {
    private static final Path GOLDEN = Path.of(
            System.getProperty("isobar.root", "../.."), "providers", "aws", "src", "test", "resources", "golden");
    private static final FromAws.Known KNOWN = new FromAws.Known("eu-west-1", Optional.of("vpc-9"), Map.of());

    /** Changes of one field that are tried with one snapshot. */
    private static final int TRIES = 8;

    /** Fields with values of which some are the same to a model; others of their values are not. */
    private static final Set<String> SOMETIMES_THE_SAME = Set.of(
            // What AWS takes where nothing is said.
            "Action.FixedResponse.contentType",
            "Listener.attributes",
            "LoadBalancer.attributes",
            "TargetGroup.attributes",
            // Our own marks; the model knows them as names.
            "ImportedCertificate.tags",
            "Listener.tags",
            "LoadBalancer.tags",
            "TargetGroup.tags",
            "TrustStore.tags",
            // Any value at all, beside others.
            "RuleCondition.HttpHeader.values",
            "RuleCondition.PathPattern.values",
            "RuleTable.Rule.conditions",
            // Only their order counts.
            "RuleTable.Rule.priority",
            // Kinds of target groups that have no such thing, and a port that each target has of its own.
            "TargetGroup.Fixed.ipAddressType",
            "TargetGroup.Fixed.port",
            "TargetGroup.Fixed.protocol",
            "TargetGroup.Fixed.protocolVersion",
            "TargetGroup.Fixed.vpcId",
            "Registrations.TargetDescription.port",
            // What AWS does not let be: https without TLS, a check by HTTP without a request, a port that is no number.
            "Listener.Endpoint.protocol",
            "TargetGroup.HealthCheck.Enabled.port",
            "TargetGroup.HealthCheck.Enabled.protocol");

    /** We make none of these; the golden files of imports have them. */
    private static final Set<String> OF_OTHERS =
            Set.of("Action.Authenticated.type", "RuleCondition.HostRegex.regexValues");

    private static List<Snapshot> snapshots() throws IOException {
        var snapshots = new ArrayList<Snapshot>();
        try (var models = Files.walk(GOLDEN)) {
            for (var model :
                    models.filter(file -> file.endsWith("model.yaml")).sorted().toList()) {
                if (Cases.translate(Files.readString(model)) instanceof Translation.Done<Snapshot>(var done, var _)) {
                    snapshots.add(done);
                }
            }
        }
        return snapshots;
    }

    /** Empty where nothing of it can be carried over, which an import says aloud. */
    private static Optional<Imported> imported(Snapshot snapshot) {
        try {
            return Optional.of(FromAws.translate(snapshot, KNOWN));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Snapshot with(Snapshot snapshot, Resource old, Resource changed) {
        var resources = new TreeMap<>(snapshot.resources());
        resources.remove(old.ref());
        resources.put(changed.ref(), changed);
        return new Snapshot(resources);
    }

    @Test
    void everyFieldOfAResourceIsSeenInTheModelOrAmongTheLosses() throws IOException {
        var same = new TreeMap<String, String>();
        var seen = new TreeSet<String>();
        for (var snapshot : snapshots()) {
            var before = imported(snapshot).orElseThrow();
            var tries = new TreeMap<String, Integer>();
            for (var resource : snapshot.resources().values()) {
                for (var mutation : Mutations.of((Record) resource)) {
                    var field = mutation.field();
                    if (tries.merge(field, 1, Integer::sum) > TRIES) {
                        continue;
                    }
                    var changed = (Resource) mutation.record();
                    if (imported(with(snapshot, resource, changed)).equals(Optional.of(before))) {
                        same.putIfAbsent(field, resource + "\n -> " + changed);
                    } else {
                        seen.add(field);
                    }
                }
            }
        }
        var fields = new TreeSet<String>();
        walk(AwsResource.class, new HashSet<>(), fields);
        fields.removeAll(OF_OTHERS);
        assertThat(seen).containsAll(fields);
        same.keySet().removeAll(SOMETIMES_THE_SAME);
        assertThat(same).isEmpty();
    }

    /** The fields that have values, not those whose values have fields. */
    private static void walk(Type type, Set<Type> known, Set<String> fields) {
        if (type instanceof ParameterizedType generic) {
            for (var argument : generic.getActualTypeArguments()) {
                walk(argument, known, fields);
            }
        }
        if (!(type instanceof Class<?> kind) || !kind.getName().startsWith("dev.isobar.aws.") || !known.add(kind)) {
            return;
        }
        if (kind.isSealed()) {
            for (var one : kind.getPermittedSubclasses()) {
                walk(one, known, fields);
            }
        }
        if (kind.isRecord()) {
            for (var component : kind.getRecordComponents()) {
                if (!component.getType().getName().startsWith("dev.isobar.")
                        || component.getType().isEnum()) {
                    fields.add(Mutations.field(component));
                }
                walk(component.getGenericType(), known, fields);
            }
        }
    }
}
