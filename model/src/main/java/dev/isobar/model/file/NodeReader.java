package dev.isobar.model.file;

import dev.isobar.model.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * Turns the text of a file into {@link Node nodes}. Bounded: a file that is too large, nested too deeply, or unfolds to
 * too much by its aliases is refused before it costs memory.
 */
final class NodeReader {
    /** Characters of one file. */
    static final int MOST_CHARACTERS = 16 * 1024 * 1024;

    /** Nodes of one file, aliases unfolded. */
    static final long MOST_NODES = 1_000_000;

    private static final int MOST_LEVELS = 50;

    private static final YAMLFactory YAML = YAMLFactory.builder()
            // Found by ourselves, with both places.
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .loadSettings(LoadSettings.builder()
                    .setCodePointLimit(MOST_CHARACTERS)
                    .setAllowDuplicateKeys(true)
                    .setSchema(new CoreSchema())
                    .build())
            .build();

    private final Source source;
    private final Filling variables;
    private final Problems problems;
    private final Map<String, Node> anchors = new HashMap<>();
    private long nodes;

    private NodeReader(Source source, Filling variables, Problems problems) {
        this.source = source;
        this.variables = variables;
        this.problems = problems;
    }

    /** Null where the text is not YAML or is too large; then there is a problem that says so. */
    static @Nullable Node read(Source source, Map<String, String> environment, Problems problems) {
        return read(source, new Variables(environment, problems)::fill, problems);
    }

    /** Without filling in variables. */
    static @Nullable Node readRaw(Source source, Problems problems) {
        return read(source, (written, _) -> written, problems);
    }

    /** Turns what is written at a place into what is meant. */
    private interface Filling {
        String fill(String written, Location at);
    }

    private static @Nullable Node read(Source source, Filling variables, Problems problems) {
        var start = new Location(source.name(), 1, 1);
        if (source.text().length() > MOST_CHARACTERS) {
            problems.error(
                    start,
                    "the file has %d characters; the most is %d"
                            .formatted(source.text().length(), MOST_CHARACTERS),
                    "split the load balancer into several files");
            return null;
        }
        var reader = new NodeReader(source, variables, problems);
        try (var parser = YAML.createParser(ObjectReadContext.empty(), source.text())) {
            if (parser.nextToken() == null) {
                problems.error(start, "the file is empty", "write a load balancer, or start from \"isobar init\"");
                return null;
            }
            var root = reader.node(parser, 1);
            if (parser.nextToken() != null) {
                problems.error(
                        reader.here(parser), "the file has a second YAML document", "keep one document in a file");
            }
            return root;
        } catch (JacksonException e) {
            reportSyntax(e, reader);
            return null;
        } catch (TooLarge e) {
            problems.error(e.at, e.what, e.fix);
            return null;
        }
    }

    /** What the parser stumbled over, and where. */
    private static void reportSyntax(JacksonException e, NodeReader reader) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException yaml && yaml.getProblem() != null) {
                var at = yaml.getProblemMark()
                        .map(mark -> new Location(reader.source.name(), mark.getLine() + 1, mark.getColumn() + 1))
                        .orElseGet(() -> reader.location(e.getLocation()));
                reader.syntax(at, (yaml.getContext() == null ? "" : yaml.getContext() + ", ") + yaml.getProblem());
                return;
            }
        }
        reader.syntax(
                reader.location(e.getLocation()),
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("unreadable"));
    }

    private void syntax(Location at, String reason) {
        problems.error(
                at, "this is not YAML: " + reason, "mend the indentation, quotes or brackets here or just above");
    }

    private Node node(JsonParser parser, int level) {
        var at = here(parser);
        if (level > MOST_LEVELS) {
            throw new TooLarge(at, "the file is nested more than " + MOST_LEVELS + " levels deep", "flatten it");
        }
        Object anchor = parser.getObjectId();
        if (isAlias(parser)) {
            return alias(at, parser.getString());
        }
        var node = switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, at, level);
            case START_ARRAY -> items(parser, at, level);
            case VALUE_NULL -> new Node.Scalar(at, "", "", true);
            default -> scalar(parser, at);
        };
        count(at, 1);
        if (anchor != null) {
            anchors.put(anchor.toString(), node);
        }
        return node;
    }

    private static boolean isAlias(JsonParser parser) {
        return parser instanceof tools.jackson.dataformat.yaml.YAMLParser yaml && yaml.isCurrentAlias();
    }

    private Node alias(Location at, String name) {
        var target = anchors.get(name);
        if (target == null) {
            problems.error(
                    at, "the alias *" + name + " has no anchor before it", "define &" + name + " earlier in the file");
            return new Node.Scalar(at, "", "", true);
        }
        count(at, target.size());
        return target;
    }

    private Node scalar(JsonParser parser, Location at) {
        var written = parser.getString();
        return new Node.Scalar(at, variables.fill(written, at), written, false);
    }

    private Node items(JsonParser parser, Location at, int level) {
        var items = new ArrayList<Node>();
        long size = 1;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            var item = node(parser, level + 1);
            size += item.size();
            items.add(item);
        }
        return new Node.Items(at, List.copyOf(items), size);
    }

    private Node mapping(JsonParser parser, Location at, int level) {
        var entries = new LinkedHashMap<String, Node.Entry>();
        long size = 1;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            var keyAt = here(parser);
            parser.nextToken();
            var value = node(parser, level + 1);
            size += value.size();
            var before = entries.putIfAbsent(key, new Node.Entry(keyAt, value));
            if (before != null) {
                problems.error(
                        keyAt,
                        "the key \"%s\" stands here twice; it was first on line %d"
                                .formatted(key, before.at().line()),
                        "merge the two, or rename one");
            }
        }
        return new Node.Mapping(at, entries, size);
    }

    private void count(Location at, long more) {
        nodes += more;
        if (nodes > MOST_NODES) {
            throw new TooLarge(
                    at,
                    "the file unfolds to more than " + MOST_NODES + " values",
                    "remove aliases that repeat aliases, or split the file");
        }
    }

    private Location here(JsonParser parser) {
        return location(parser.currentTokenLocation());
    }

    private Location location(@Nullable TokenStreamLocation where) {
        return where == null || where.getLineNr() < 1
                ? new Location(source.name(), 1, 1)
                : new Location(source.name(), where.getLineNr(), Math.max(1, where.getColumnNr()));
    }

    private static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Location at;
        private final String what;
        private final String fix;

        TooLarge(Location at, String what, String fix) {
            super(what, null, false, false);
            this.at = at;
            this.what = what;
            this.fix = fix;
        }
    }
}
