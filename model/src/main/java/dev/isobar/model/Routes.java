package dev.isobar.model;

import java.util.List;

/**
 * The routing table of a listener: the first rule that matches wins.
 *
 * @param otherwise what happens where no rule matches; a file must say it ({@code default}), nothing is implicit
 */
public record Routes(List<Rule> rules, Action otherwise) {
    public Routes {
        rules = List.copyOf(rules);
    }
}
