package dev.isobar.cli.console;

import dev.isobar.model.Problem;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How problems are written. */
public final class Problems {
    private Problems() {}

    /** Each problem, then how many there are; the empty text where there is none. */
    public static String text(List<Problem> problems, Paint paint) {
        if (problems.isEmpty()) {
            return "";
        }
        return problems.stream().map(problem -> text(problem, paint) + "\n").collect(Collectors.joining())
                + summary(problems) + "\n";
    }

    private static String text(Problem problem, Paint paint) {
        if (!paint.on()) {
            return problem.toString();
        }
        var severity = problem.isError() ? "" : paint.yellow("warning: ");
        var what = problem.isError() ? paint.red(problem.what()) : problem.what();
        return paint.bold(problem.at() + ":") + " " + severity + what + "\n    fix: " + problem.fix();
    }

    /** {@code 3 errors, 1 warning}. */
    public static String summary(List<Problem> problems) {
        long errors = problems.stream().filter(Problem::isError).count();
        long warnings = problems.size() - errors;
        if (warnings == 0) {
            return Words.count(errors, "error");
        }
        return (errors == 0 ? "" : Words.count(errors, "error") + ", ") + Words.count(warnings, "warning");
    }

    public static Json json(List<Problem> problems) {
        return Json.object()
                .with(
                        "problems",
                        Json.array(problems.stream().map(Problems::json).toList()));
    }

    private static Json.Members json(Problem problem) {
        return Json.object()
                .with("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                .with("file", problem.at().file())
                .with("line", problem.at().line())
                .with("column", problem.at().column())
                .with("what", problem.what())
                .with("fix", problem.fix());
    }

    /** Prints why a file cannot be used: as JSON where the result would have been JSON. */
    public static int refuse(List<Problem> problems, boolean json, Console console) {
        if (json) {
            console.print(json(problems));
        } else {
            warn(problems, console);
        }
        return Exit.USAGE;
    }

    /** Prints problems beside a result. */
    public static void warn(List<Problem> problems, Console console) {
        console.err().print(text(problems, console.paintErr()));
        console.err().flush();
    }
}
