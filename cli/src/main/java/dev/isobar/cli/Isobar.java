package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** The program. */
public final class Isobar {
    private Isobar() {}

    public static void main(String[] args) {
        int code = run(List.of(args), Console.ofProcess());
        System.out.flush();
        System.err.flush();
        System.exit(code);
    }

    /** Runs one command as if from a shell, in colour where it is asked for; never ends the process. */
    public static int run(
            List<String> args, InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
        return run(args, new Console(in, out, err, environment, Console.Terminals.NONE));
    }

    static int run(List<String> args, Console console) {
        return CommandTree.forArguments(args, console).execute(args.toArray(new String[0]));
    }
}
