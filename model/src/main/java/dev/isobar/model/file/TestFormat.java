package dev.isobar.model.file;

import dev.isobar.model.Cidr;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.RoutingTest;
import dev.isobar.model.RoutingTest.Expectation;
import dev.isobar.model.route.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** How routing tests are written. */
final class TestFormat {
    private static final Format<String> URL = Scalars.text("absolute URL", Map.of("type", "string"), text -> {
        Request.Url.parse(text);
        return text;
    });

    private record RespondDraft(OptionalInt status, Optional<String> body) {}

    private static final Format<RespondDraft> RESPOND = Groupings.shortOrLong(
            Groupings.as(Scalars.whole(200, 599), status -> new RespondDraft(OptionalInt.of(status), Optional.empty())),
            Keys.object("expected response", "Parts that are not named are not compared.", keys -> {
                var status = keys.optional("status", Scalars.whole(200, 599), "its status");
                var body = keys.optional("body", Scalars.anything("text"), "its body");
                return values -> new RespondDraft(values.number(status), values.get(body));
            }));

    private static final Format<Expectation> EXPECT =
            Keys.object("expect", "What must happen: one of forward, redirect and respond.", keys -> {
                var forward = keys.optional(
                        "forward",
                        ActionFormat.EXPECTED_WEIGHTS,
                        "target group, or target groups with weights, of which the shares are compared");
                var redirect = keys.optional("redirect", Scalars.text("URL"), "the new URL");
                var status = keys.optional("status", Scalars.whole(300, 399), "status of the redirect");
                var respond = keys.optional("respond", RESPOND, "status of the fixed response, or status and body");
                var rule = keys.optional(
                        "rule", Scalars.text("name"), "name of the rule that must decide; default for the default");
                return values -> {
                    values.requireOne("expect", forward, redirect, respond);
                    if (!values.has(redirect)) {
                        values.refuse(
                                status, "it goes with redirect only", "write respond: {status: ...}, or remove it");
                    }
                    return values.get(forward)
                            .<Expectation>map(groups -> new Expectation.Forward(groups, values.get(rule)))
                            .or(() -> values.get(redirect)
                                    .map(url -> new Expectation.Redirect(url, values.number(status), values.get(rule))))
                            .or(() -> values.get(respond)
                                    .map(own -> new Expectation.Respond(own.status(), own.body(), values.get(rule))))
                            .orElseThrow();
                };
            });

    private static final Format<RoutingTest> TEST =
            Keys.object("test", "A request, and what must happen to it.", keys -> {
                var name = keys.optional("name", Scalars.text("text"), "shown in results; without it the request is");
                var verbs = new ArrayList<Keys.Declared<Optional<String>>>();
                for (var verb : List.of("get", "post", "put", "patch", "delete", "head", "options")) {
                    verbs.add(keys.optional(verb, URL, "a " + verb.toUpperCase(Locale.ROOT) + " request for this URL"));
                }
                var request = keys.optional(
                        "request",
                        Scalars.text("METHOD URL"),
                        "a request of any method, as in \"PURGE https://host/path\"");
                var headers = keys.optional(
                        "headers",
                        Groupings.map(
                                Groupings.KeyForm.any("header name"), Groupings.oneOrMore(Scalars.anything("value"))),
                        new TreeMap<>(),
                        "header fields of the request");
                var source = keys.optional(
                        "source",
                        Scalars.text("IP address", Map.of("type", "string"), Cidr::address),
                        "address of the client; without it 192.0.2.1");
                var expect = keys.required("expect", EXPECT, "what must happen");
                return values -> {
                    var asked = new ArrayList<Keys.Declared<?>>(verbs);
                    asked.add(request);
                    values.requireOne("a test", asked.toArray(Keys.Declared<?>[]::new));
                    var line = verbs.stream()
                            .filter(values::has)
                            .map(verb -> verb.name().toUpperCase(Locale.ROOT) + " "
                                    + values.get(verb).orElseThrow())
                            .findFirst()
                            .or(() -> values.get(request))
                            .orElseThrow();
                    return new RoutingTest(
                            values.get(name),
                            new RoutingTest.TestRequest(
                                    method(line), url(line), values.get(headers), values.get(source)),
                            values.get(expect));
                };
            });

    static final Format<List<RoutingTest>> TESTS = Groupings.list(TEST);

    private TestFormat() {}

    private static String method(String line) {
        int space = line.indexOf(' ');
        InvalidValue.require(
                space > 0 && line.indexOf(' ', space + 1) < 0,
                "a request is a method, a space and a URL",
                "write it as in \"GET https://host/path\"");
        return line.substring(0, space);
    }

    private static String url(String line) {
        var url = line.substring(line.indexOf(' ') + 1);
        Request.Url.parse(url);
        return url;
    }
}
