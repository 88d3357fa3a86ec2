package dev.isobar.model.file;

import dev.isobar.model.Model;
import dev.isobar.model.Names;
import dev.isobar.model.RoutingTest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a whole file is written. */
final class ModelFormat {
    /** Names are checked where they stand, whatever else is wrong with what they name. */
    private static final Groupings.KeyForm NAMES = new Groupings.KeyForm(
            "name",
            Names.PATTERN,
            (name, at, in) -> in.made(new Node.Scalar(at, name, name, false), () -> Names.requireName(name)) != null);

    static final Format<Model> FORMAT = Keys.object("file", "One load balancer.", keys -> {
        var version = keys.required(
                "isobar", Scalars.oneOf(Scalars.words(Map.entry("v1", "v1"))), "version of the file format: v1");
        var name = keys.required("name", Scalars.name(), "name of the load balancer");
        var labels = keys.optional(
                "labels",
                Groupings.map(Groupings.KeyForm.any("label"), Scalars.anything("text")),
                new TreeMap<>(),
                "for people, and for the tags and labels of clouds");
        var listeners = keys.required(
                "listeners",
                Groupings.map(
                        NAMES, ListenerFormat::of, ListenerFormat.of("name").schema()),
                "where clients connect");
        var groups = keys.optional(
                "targetGroups",
                Groupings.map(
                        NAMES,
                        TargetGroupFormat::of,
                        TargetGroupFormat.of("name").schema()),
                new TreeMap<>(),
                "targets that do the same job");
        var certificates = keys.optional(
                "certificates",
                Groupings.map(
                        NAMES,
                        CertificateFormat::of,
                        CertificateFormat.of("name").schema()),
                new TreeMap<>(),
                "certificates by name");
        var tests = keys.optional("tests", TestFormat.TESTS, List.of(), "routing tests, run by isobar test");
        var place = keys.section("place", PlaceFormat.FORMAT, "where the load balancer goes");
        return values -> {
            values.get(version);
            return new Model(
                    values.get(name),
                    values.get(labels),
                    new Model.Parts(values.get(listeners), values.get(groups), values.get(certificates)),
                    values.get(tests),
                    values.get(place));
        };
    });

    /** A file that has only tests. */
    static final Format<List<RoutingTest>> TESTS = Keys.object("test file", "Routing tests of another file.", keys -> {
        var tests = keys.required("tests", TestFormat.TESTS, "routing tests");
        return values -> values.get(tests);
    });

    private ModelFormat() {}
}
