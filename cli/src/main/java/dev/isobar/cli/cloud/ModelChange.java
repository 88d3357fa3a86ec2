package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Json;
import dev.isobar.cli.console.Words;
import java.util.Optional;

/**
 * A difference between two models, in words of the model.
 *
 * @param name of what changes; of a rule or default that of its listener, a dot, and its own
 * @param before absent: it is new
 * @param after absent: it is gone
 * @param text the whole in one sentence
 */
record ModelChange(Subject subject, String name, Optional<String> before, Optional<String> after, String text) {
    /** What changes. */
    enum Subject {
        LISTENER,
        RULE,
        /** What happens where no rule matches. */
        DEFAULT,
        /** The order in which the rules of a listener are tried. */
        ORDER,
        GROUP,
        TARGET,
        /** A request of the tests of the file. */
        REQUEST
    }

    static ModelChange added(Subject subject, String name, String after, String text) {
        return new ModelChange(subject, name, Optional.empty(), Optional.of(after), text);
    }

    static ModelChange removed(Subject subject, String name, String before, String text) {
        return new ModelChange(subject, name, Optional.of(before), Optional.empty(), text);
    }

    static ModelChange changed(Subject subject, String name, String before, String after, String text) {
        return new ModelChange(subject, name, Optional.of(before), Optional.of(after), text);
    }

    private String action() {
        return before.isEmpty() ? "create" : after.isEmpty() ? "delete" : "update";
    }

    Json.Members json() {
        return Json.object()
                .with("action", action())
                .with("subject", Words.lower(subject))
                .with("name", name)
                .with("before", before)
                .with("after", after)
                .with("text", text);
    }
}
