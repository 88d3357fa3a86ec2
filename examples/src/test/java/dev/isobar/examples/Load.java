package dev.isobar.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * wrk, with keep-alive connections, for some seconds.
 *
 * @param answers body to how often it came, of answers with status 200
 * @param failed answers with another status, and connections that broke
 */
record Load(Map<String, Long> answers, long failed) {
    private static final String SCRIPT = """
        local threads = {}
        function setup(thread) table.insert(threads, thread) end
        function init(args) seen = {} end
        function response(status, headers, body)
          local key = status .. "|" .. string.gsub(body, "%s", "")
          seen[key] = (seen[key] or 0) + 1
        end
        function done(summary, latency, requests)
          for _, thread in ipairs(threads) do
            local seen = thread:get("seen")
            for key, count in pairs(seen) do io.write("ANSWER ", key, "=", count, "\\n") end
          end
          local e = summary.errors
          io.write("BROKEN ", e.connect + e.read + e.write + e.timeout, "\\n")
        end
        """;
    private static final Pattern ANSWER = Pattern.compile("ANSWER ([0-9]+)\\|(.*)=([0-9]+)");
    private static final Pattern BROKEN = Pattern.compile("BROKEN ([0-9]+)");

    static Child start(Path folder, String url, int connections, int seconds) throws IOException {
        var script = folder.resolve("count.lua");
        Files.writeString(script, SCRIPT);
        return Child.start(
                folder,
                "wrk",
                Map.of(),
                List.of(
                        Tools.require("wrk"),
                        "-t1",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "--timeout",
                        "5s",
                        "-s",
                        script.toString(),
                        url));
    }

    static Load of(String output) {
        var answers = new TreeMap<String, Long>();
        long failed = 0;
        var lines = ANSWER.matcher(output);
        while (lines.find()) {
            long count = Long.parseLong(lines.group(3));
            if (lines.group(1).equals("200")) {
                answers.merge(lines.group(2), count, Long::sum);
            } else {
                failed += count;
            }
        }
        var broken = BROKEN.matcher(output);
        if (!broken.find()) {
            throw new AssertionError("wrk printed no summary: " + output);
        }
        return new Load(answers, failed + Long.parseLong(broken.group(1)));
    }

    long total() {
        return answers.values().stream().mapToLong(Long::longValue).sum();
    }
}
