package dev.isobar.aws.emulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A parameter or an answer: a text, or named parts. Form {@code X.member.1.Y=v} is the part {@code member} of the part
 * {@code X}, whose parts are numbered; the same tree is written as XML. Immutable; two trees with the same texts are
 * equal.
 *
 * @param text empty where there are parts
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">AWS query protocol</a>
 */
record Tree(String text, SortedMap<String, Tree> parts) {
    private static final Comparator<String> NUMBERS_FIRST =
            Comparator.comparingInt(Tree::number).thenComparing(Comparator.naturalOrder());

    static final Tree EMPTY = leaf("");

    /** The name between a list and the numbers of its items. */
    static final String MEMBER = "member";

    Tree {
        var sorted = new TreeMap<String, Tree>(NUMBERS_FIRST);
        sorted.putAll(parts);
        parts = Collections.unmodifiableSortedMap(sorted);
    }

    static Tree leaf(String text) {
        return new Tree(text, Collections.emptySortedMap());
    }

    static Tree list(Collection<Tree> items) {
        if (items.isEmpty()) {
            return EMPTY;
        }
        var numbered = new TreeMap<String, Tree>(NUMBERS_FIRST);
        for (var item : items) {
            numbered.put(Integer.toString(numbered.size() + 1), item);
        }
        return EMPTY.with(MEMBER, new Tree("", numbered));
    }

    static Tree texts(Collection<String> texts) {
        return list(texts.stream().map(Tree::leaf).toList());
    }

    /**
     * Reads the body of a form.
     *
     * @throws ApiError where a name is given twice, or both a text and parts
     */
    static Tree parse(String form) {
        var tree = EMPTY;
        for (var pair : form.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                var value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                tree = tree.put(List.of(name.split("\\.", -1)), value);
            }
        }
        return tree;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private Tree put(List<String> path, String value) {
        if (path.isEmpty()) {
            if (!equals(EMPTY)) {
                throw ApiError.of("MalformedQueryString", "A parameter is given twice, or as text and as parts");
            }
            return leaf(value);
        }
        if (!text.isEmpty()) {
            throw ApiError.of("MalformedQueryString", "A parameter is given as text and as parts");
        }
        return with(path.getFirst(), part(path.getFirst()).put(path.subList(1, path.size()), value));
    }

    Tree with(String name, Tree part) {
        var more = new TreeMap<String, Tree>(NUMBERS_FIRST);
        more.putAll(parts);
        more.put(name, part);
        return new Tree("", more);
    }

    Tree with(String name, String value) {
        return with(name, leaf(value));
    }

    Tree with(String name, Optional<String> value) {
        return value.map(text -> with(name, text)).orElse(this);
    }

    Tree without(String name) {
        var fewer = new TreeMap<String, Tree>(NUMBERS_FIRST);
        fewer.putAll(parts);
        fewer.remove(name);
        return new Tree("", fewer);
    }

    boolean has(String name) {
        return parts.containsKey(name);
    }

    /** The part; empty where there is none. */
    Tree part(String name) {
        return parts.getOrDefault(name, EMPTY);
    }

    /** The text of a part. */
    Optional<String> find(String name) {
        return Optional.ofNullable(parts.get(name)).map(Tree::text);
    }

    /** The text of a part; empty where there is none. */
    String get(String name) {
        return part(name).text();
    }

    /** The items of a part that is a list, in order; with or without {@code member}. */
    List<Tree> items(String name) {
        return part(name).items();
    }

    List<String> texts(String name) {
        return items(name).stream().map(Tree::text).toList();
    }

    List<Tree> items() {
        var list = parts.getOrDefault(MEMBER, this);
        return list.parts.entrySet().stream()
                .filter(entry -> number(entry.getKey()) < Integer.MAX_VALUE)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** All texts in it. */
    Stream<String> allTexts() {
        return parts.isEmpty() ? Stream.of(text) : parts.values().stream().flatMap(Tree::allTexts);
    }

    /** The number of an item; the largest number for other names. */
    private static int number(String name) {
        boolean numeric = !name.isEmpty() && name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return numeric ? Integer.parseInt(name) : Integer.MAX_VALUE;
    }
}
