package dev.isobar.cli;

import java.util.stream.Collectors;

/**
 * A test report in the XML that CI systems read.
 *
 * @see <a href="https://github.com/testmoapp/junitxml">the format, as it is commonly understood</a>
 */
final class JUnitXml {
    private JUnitXml() {}

    /** @param suite the name of the file that was tested */
    static String of(TestReport report, String suite) {
        var counts = "tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\""
                .formatted(report.cases().size(), report.failed());
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites %s>
              <testsuite name="%s" %s>
            %s  </testsuite>
            </testsuites>
            """.formatted(
                        counts,
                        escaped(suite),
                        counts,
                        report.cases().stream().map(one -> testCase(one, suite)).collect(Collectors.joining()));
    }

    private static String testCase(TestReport.Case one, String suite) {
        var start = "    <testcase name=\"%s\" classname=\"%s\" file=\"%s\" line=\"%d\""
                .formatted(
                        escaped(one.name()),
                        escaped(suite),
                        escaped(one.at().file()),
                        one.at().line());
        return switch (one.verdict()) {
            case Verdict.Passed _ -> start + "/>\n";
            case Verdict.Differs(var _, var differences) ->
                start + ">\n" + failure(String.join("; ", differences), one) + "    </testcase>\n";
            case Verdict.Unroutable(var reason) -> start + ">\n" + failure(reason, one) + "    </testcase>\n";
        };
    }

    private static String failure(String message, TestReport.Case one) {
        return "      <failure message=\"%s\">%s</failure>\n"
                .formatted(escaped(message), escaped(String.join("\n", TestReport.details(one))));
    }

    /** Characters that XML 1.0 cannot carry at all become U+FFFD. */
    private static String escaped(String text) {
        var out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\n', '\t', '\r' -> out.append("&#").append(c).append(';');
                default -> out.appendCodePoint(isXml(c) ? c : 0xfffd);
            }
        });
        return out.toString();
    }

    private static boolean isXml(int c) {
        return (c >= ' ' && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
    }
}
