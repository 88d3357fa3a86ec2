package dev.isobar.model;

import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One condition of a {@link Match}. Its values are alternatives: the condition holds where any of them matches. A negated
 * condition holds where none of them does.
 */
public sealed interface Condition extends Comparable<Condition> {
    /** The host of the request. */
    record Host(SortedSet<HostPattern> any, boolean negated) implements Condition {
        public Host {
            any = values(any);
        }
    }

    /** The path of the request in {@linkplain NormalPath normal form}. */
    record Path(SortedSet<PathPattern> any, boolean negated) implements Condition {
        public Path {
            any = values(any);
        }
    }

    /** The method of the request; case-sensitive, as RFC 9110 §9.1 says. */
    record Method(SortedSet<String> any, boolean negated) implements Condition {
        private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z_-]{0,39}");

        public Method {
            any = values(any);
            for (var method : any) {
                InvalidValue.require(
                        METHOD.matcher(method).matches(),
                        "a method is 1 to 40 upper-case letters",
                        "write it in upper case, as in GET");
            }
        }
    }

    /**
     * A header field. Where the request has several fields of that name, one that matches is enough.
     *
     * @param name in lower case
     */
    record Header(String name, SortedSet<TextPattern> any, boolean negated) implements Condition {
        public Header {
            name = Names.fieldName(name).toLowerCase(Locale.ROOT);
            any = values(any);
            InvalidValue.require(
                    !name.equals("host"), "the host is matched by its own key", "use match: {host: ...} instead");
        }
    }

    /** A parameter of the query, after percent-decoding; one of several with that name is enough. */
    record Query(String name, SortedSet<TextPattern> any, boolean negated) implements Condition {
        public Query {
            any = values(any);
            InvalidValue.require(!name.isEmpty(), "a query parameter has a name", "write the name before the colon");
        }
    }

    /** A cookie of the request; names are case-sensitive. See RFC 6265 §4.2. */
    record Cookie(String name, SortedSet<TextPattern> any, boolean negated) implements Condition {
        public Cookie {
            name = Names.fieldName(name);
            any = values(any);
        }
    }

    /** The address of the client: of the connection, or what a trusted proxy said. */
    record Source(SortedSet<Cidr> any, boolean negated) implements Condition {
        public Source {
            any = values(any);
        }
    }

    boolean negated();

    /** The kind and, where it has one, the name: no two conditions of a match share both and the negation. */
    default String subject() {
        return switch (this) {
            case Host _ -> "host";
            case Path _ -> "path";
            case Method _ -> "method";
            case Header(var name, var _, var _) -> "header " + name;
            case Query(var name, var _, var _) -> "query " + name;
            case Cookie(var name, var _, var _) -> "cookie " + name;
            case Source _ -> "source";
        };
    }

    /** The alternatives. */
    default SortedSet<?> any() {
        return switch (this) {
            case Host(var any, var _) -> any;
            case Path(var any, var _) -> any;
            case Method(var any, var _) -> any;
            case Header(var _, var any, var _) -> any;
            case Query(var _, var any, var _) -> any;
            case Cookie(var _, var any, var _) -> any;
            case Source(var any, var _) -> any;
        };
    }

    private static int rank(Condition condition) {
        return switch (condition) {
            case Host _ -> 0;
            case Path _ -> 1;
            case Method _ -> 2;
            case Header _ -> 3;
            case Query _ -> 4;
            case Cookie _ -> 5;
            case Source _ -> 6;
        };
    }

    @Override
    default int compareTo(Condition other) {
        return Comparator.<Condition>comparingInt(Condition::rank)
                .thenComparing(Condition::subject)
                .thenComparing(Condition::negated)
                .compare(this, other);
    }

    private static <T extends Comparable<? super T>> SortedSet<T> values(Set<T> any) {
        InvalidValue.require(
                !any.isEmpty(), "a condition has at least one value", "add a value, or remove the condition");
        return Collections.unmodifiableSortedSet(new TreeSet<>(any));
    }
}
