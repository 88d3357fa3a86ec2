package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.UrlMap.HttpHeaderAction;
import dev.isobar.gcp.resources.UrlMap.HttpHeaderOption;
import dev.isobar.model.Action;
import dev.isobar.model.HeaderEdits;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes to headers. Names in two lists are brought into one, because Google does not say in which order it works.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/https/custom-headers-global">Custom headers: variables stand
 *     in braces</a>
 */
final class Headers {
    private Headers() {}

    /** @param path of the rule or default */
    static HttpHeaderAction of(Action.ForwardHeaders headers, String path, Report report) {
        return new HttpHeaderAction(
                added(headers.request(), path + ".requestHeaders", report),
                removed(headers.request()),
                added(headers.response(), path + ".responseHeaders", report),
                removed(headers.response()));
    }

    private static List<HttpHeaderOption> added(HeaderEdits edits, String path, Report report) {
        var options = new ArrayList<HttpHeaderOption>();
        edits.set().forEach((name, value) -> options.add(new HttpHeaderOption(name, value, true)));
        edits.add().forEach((name, values) -> {
            boolean first = edits.remove().contains(name) && !edits.set().containsKey(name);
            for (var value : values) {
                options.add(new HttpHeaderOption(name, value, first));
                first = false;
            }
            if (values.size() > 1 || edits.set().containsKey(name)) {
                report.emulated(
                        path,
                        "several fields of a name",
                        "Google does not say in which order it adds the fields of " + name);
            }
        });
        for (var option : options) {
            if (option.headerValue().contains("{") || option.headerValue().contains("}")) {
                report.refuse(
                        path,
                        "gives %s the value \"%s\"; Google reads braces as its variables"
                                .formatted(option.headerName(), option.headerValue()),
                        "set the header in the targets");
            }
        }
        return options;
    }

    private static List<String> removed(HeaderEdits edits) {
        return edits.remove().stream()
                .filter(name -> !edits.set().containsKey(name) && !edits.add().containsKey(name))
                .toList();
    }
}
