package dev.isobar.model.file;

import dev.isobar.model.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where one part of a file names another. */
final class References {
    /** What can be named. */
    enum Section {
        TARGET_GROUP("targetGroups", "target group"),
        CERTIFICATE("certificates", "certificate");

        private final String key;
        private final String noun;

        Section(String key, String noun) {
            this.key = key;
            this.noun = noun;
        }

        /** What one is called. */
        String noun() {
            return noun;
        }
    }

    private record Reference(Section section, String name, Location at) {}

    private final List<Reference> found = new ArrayList<>();

    void add(Section section, String name, Location at) {
        found.add(new Reference(section, name, at));
    }

    /** Reports names that lead nowhere, and things that nothing names. */
    void check(Node root, Problems problems) {
        for (var section : Section.values()) {
            var defined = defined(root, section);
            dangling(section, defined, problems);
            // Where something is wrong, a thing may look unused only because of that.
            if (!problems.hasErrors()) {
                unused(section, defined, problems);
            }
        }
    }

    private static Map<String, Node.Entry> defined(Node root, Section section) {
        return root instanceof Node.Mapping file && file.get(section.key) instanceof Node.Mapping things
                ? things.entries()
                : Map.of();
    }

    private void dangling(Section section, Map<String, Node.Entry> defined, Problems problems) {
        for (var reference : found) {
            var name = reference.name();
            if (reference.section() == section && !defined.containsKey(name)) {
                problems.error(
                        reference.at(),
                        section.noun + " \"" + name + "\" is not defined",
                        Nearest.to(name, defined.keySet())
                                .map(near -> "did you mean \"%s\" (line %d)?".formatted(near, line(defined, near)))
                                .orElse("define it under " + section.key));
            }
        }
    }

    private static int line(Map<String, Node.Entry> defined, String name) {
        var entry = defined.get(name);
        return entry == null ? 0 : entry.at().line();
    }

    private void unused(Section section, Map<String, Node.Entry> defined, Problems problems) {
        Set<String> used = found.stream()
                .filter(reference -> reference.section() == section)
                .map(Reference::name)
                .collect(Collectors.toSet());
        defined.forEach((name, entry) -> {
            if (!used.contains(name)) {
                problems.warning(
                        entry.at(), "nothing uses " + section.noun + " \"" + name + "\"", "use it, or remove it");
            }
        });
    }
}
