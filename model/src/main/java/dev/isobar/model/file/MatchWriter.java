package dev.isobar.model.file;

import dev.isobar.model.Condition;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import java.util.Collection;
import java.util.TreeMap;

/** How {@code match} is written: what {@link MatchFormat} reads. */
final class MatchWriter {
    private MatchWriter() {}

    static Written.Entries match(Match match) {
        var entries = EntriesWriter.of("match");
        put(match, false, entries);
        var not = EntriesWriter.of("negated match");
        put(match, true, not);
        return entries.section("not", not.flow()).flow();
    }

    private static void put(Match match, boolean negated, EntriesWriter entries) {
        var headers = new TreeMap<String, Written>();
        var query = new TreeMap<String, Written>();
        var cookies = new TreeMap<String, Written>();
        for (var condition : match.conditions()) {
            if (condition.negated() == negated) {
                switch (condition) {
                    case Condition.Host(var any, var _) ->
                        entries.put("host", Written.oneOrMore(any, host -> Written.text(host.text())));
                    case Condition.Path(var any, var _) ->
                        entries.put("path", Written.oneOrMore(any, MatchWriter::path));
                    case Condition.Method(var any, var _) ->
                        entries.put("method", Written.oneOrMore(any, Written::text));
                    case Condition.Header(var name, var any, var _) -> headers.put(name, values(any));
                    case Condition.Query(var name, var any, var _) -> query.put(name, values(any));
                    case Condition.Cookie(var name, var any, var _) -> cookies.put(name, values(any));
                    case Condition.Source(var any, var _) ->
                        entries.put("source", Written.oneOrMore(any, range -> Written.text(range.toString())));
                }
            }
        }
        entries.section("headers", new Written.Entries(headers, false))
                .section("query", new Written.Entries(query, false))
                .section("cookies", new Written.Entries(cookies, false));
    }

    private static Written path(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact(var path)
            when !isShort(pattern) ->
                EntriesWriter.of("path pattern")
                        .put("exact", Written.text(path))
                        .flow();
            case PathPattern.Prefix(var path)
            when !isShort(pattern) ->
                EntriesWriter.of("path pattern")
                        .put("prefix", Written.text(path))
                        .flow();
            case PathPattern.Exact _, PathPattern.Prefix _ -> Written.text(pattern.text());
            case PathPattern.Regex(var regex) ->
                EntriesWriter.of("path pattern")
                        .put("regex", Written.text(regex.pattern()))
                        .flow();
        };
    }

    /** Whether the short form means the same; a path may have stars of its own. */
    private static boolean isShort(PathPattern pattern) {
        try {
            return PathPattern.parse(pattern.text()).equals(pattern);
        } catch (InvalidValue _) {
            return false;
        }
    }

    private static Written values(Collection<TextPattern> any) {
        return Written.oneOrMore(any, MatchWriter::value);
    }

    private static Written value(TextPattern pattern) {
        var entries = EntriesWriter.of("text pattern");
        return switch (pattern) {
            case TextPattern.Exact(var text) -> Written.text(text);
            case TextPattern.Prefix(var text) ->
                entries.put("prefix", Written.text(text)).flow();
            case TextPattern.Suffix(var text) ->
                entries.put("suffix", Written.text(text)).flow();
            case TextPattern.Contains(var text) ->
                entries.put("contains", Written.text(text)).flow();
            case TextPattern.Regex(var regex) ->
                entries.put("regex", Written.text(regex.pattern())).flow();
            case TextPattern.Present() ->
                entries.put("present", Written.word(true)).flow();
        };
    }
}
