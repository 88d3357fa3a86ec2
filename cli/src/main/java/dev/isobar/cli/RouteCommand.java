package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.DecisionText;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Listeners;
import dev.isobar.cli.console.Problems;
import dev.isobar.cli.console.Requests;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.Positions;
import dev.isobar.model.route.Request;
import dev.isobar.model.route.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Explains where a request goes: which listener takes it, which rule decides, and why no earlier rule did."
                    + " Nothing is sent.",
            "",
            "The listener is the one on the port of the URL that speaks its scheme. Its rules are tried in order; the"
                    + " first whose conditions all hold decides, else the default of the listener."
        },
        exitCodeList = {
            "0:the request is explained",
            "1:the cloud of --as would send it elsewhere",
            "2:the file or the request is invalid, or no listener takes the request"
        },
        footer = {
            "  isobar route shop.yaml https://shop.example.com/cart",
            "  isobar route shop.yaml \"POST https://api.example.com/v2/users\" -H \"X-Canary: on\"",
            "  isobar route shop.yaml http://shop.example.com/ --source 10.0.0.7 --json",
            "  isobar route shop.yaml http://shop.example.com/%2e/admin --as aws"
        })
final class RouteCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FileArguments files = new FileArguments();

    @Parameters(
            index = "1",
            paramLabel = "REQUEST",
            description = "A URL, or a method and a URL in one argument, as in \"POST https://host/path\". Without a"
                    + " method it is a GET.")
    private String request = "";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "FIELD",
            description = "A header field of the request, as in \"Name: value\"; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--source",
            paramLabel = "ADDRESS",
            description = "The IP address of the client. Default: 192.0.2.1, an address that nobody has.")
    private String source = "";

    @Option(
            names = "--as",
            paramLabel = "CLOUD",
            description =
                    "Also say where this cloud would send the request, by its own documented rules: aws, azure or gcp.")
    private Optional<String> cloud = Optional.empty();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    RouteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var asked = Requests.parse(request, headers, source);
        return switch (files.load(console)) {
            case Loaded.Invalid(var problems) -> Problems.refuse(problems, json, console);
            case Loaded.Valid valid -> explain(valid, asked);
        };
    }

    private int explain(Loaded.Valid valid, Request asked) {
        var routed = Router.route(valid.model(), asked)
                .orElseThrow(() -> Failure.usage(
                        "no listener takes " + asked.target(),
                        "use the scheme and port of one of: " + Listeners.all(valid.model())));
        var explanation = Explanation.of(routed, asked);
        var elsewhere = cloud.map(name -> Elsewhere.of(name, valid, asked, routed.decision()));
        if (json) {
            var own = explanation.json();
            console.print(elsewhere.map(other -> own.with("as", other.json())).orElse(own));
        } else {
            console.print(text(explanation, asked, valid.positions())
                    + elsewhere.map(other -> other.line(console.paintOut())).orElse(""));
        }
        return elsewhere.map(Elsewhere::isSame).orElse(true) ? Exit.DONE : Exit.FAILED;
    }

    private String text(Explanation explanation, Request asked, Positions positions) {
        var routed = explanation.routed();
        var paint = console.paintOut();
        var out = new StringBuilder();
        out.append(asked).append('\n');
        line(out, "listener", Listeners.text(routed.listener()));
        var place = positions.of(Listeners.path(routed));
        line(out, "rule", routed.ruleName() + "  " + paint.faint("(" + place + ")"));
        line(out, "decision", paint.green(DecisionText.of(routed.decision())));
        var label = "also";
        for (var effect : Effects.of(routed, asked)) {
            line(out, label, effect);
            label = "";
        }
        label = "why";
        for (var reason : explanation.why()) {
            line(out, label, reason);
            label = "";
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String label, String text) {
        out.append("  ")
                .append(label)
                .repeat(' ', 10 - label.length())
                .append(text)
                .append('\n');
    }
}
