package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.cli.console.ConditionText;
import dev.isobar.model.Cidr;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import dev.isobar.model.route.Request;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionTextTest {
    private static final Request REQUEST = new Request(
            "POST",
            Request.Url.parse("http://shop.example.com/a?q=1"),
            new TreeMap<>(Map.of("x-a", List.of("1", "2"), "cookie", List.of("c=v"))),
            Request.SOMEONE);

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        new Condition.Host(set(HostPattern.parse("a.com"), HostPattern.parse("*.b.com")), false),
                        "host is shop.example.com; it must be *.b.com or a.com"),
                Arguments.of(
                        new Condition.Host(set(HostPattern.parse("shop.example.com")), true),
                        "host is shop.example.com; it must not be shop.example.com"),
                Arguments.of(
                        new Condition.Path(set(PathPattern.parse("/b/*"), new PathPattern.Regex("/c[0-9]")), false),
                        "path is /a; it must be /b/* or like \"/c[0-9]\""),
                Arguments.of(
                        new Condition.Method(set("GET", "HEAD", "PUT"), false),
                        "method is POST; it must be GET, HEAD or PUT"),
                Arguments.of(
                        new Condition.Header("X-B", set(new TextPattern.Present()), false),
                        "header x-b is absent; it must be present"),
                Arguments.of(
                        new Condition.Header("X-A", set(new TextPattern.Present()), true),
                        "header x-a is \"1\" and \"2\"; it must not be present"),
                Arguments.of(
                        new Condition.Query("q", set(new TextPattern.Prefix("2"), new TextPattern.Suffix("3")), false),
                        "query q is \"1\"; it must start with \"2\" or end with \"3\""),
                Arguments.of(
                        new Condition.Cookie(
                                "c", set(new TextPattern.Contains("x"), new TextPattern.Regex("y+")), false),
                        "cookie c is \"v\"; it must contain \"x\" or match \"y+\""),
                Arguments.of(
                        new Condition.Source(set(Cidr.parse("10.0.0.0/8")), false),
                        "source is 192.0.2.1; it must be in 10.0.0.0/8"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void saysWhatTheRequestHasAndWhatItShouldHave(Condition condition, String text) {
        assertThat(ConditionText.refusal(condition, REQUEST)).isEqualTo(text);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <T extends Comparable<? super T>> SortedSet<T> set(T... values) {
        return new TreeSet<>(List.of(values));
    }
}
