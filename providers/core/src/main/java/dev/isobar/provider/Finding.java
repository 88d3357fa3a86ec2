package dev.isobar.provider;

import dev.isobar.model.Location;
import dev.isobar.model.Problem;

/**
 * How a cloud carries one feature of a model.
 *
 * @param at where the file uses it
 * @param feature in words of the model, such as {@code weights of targets}
 */
public record Finding(Location at, String feature, Support support) {
    /** How well it fits. */
    public sealed interface Support {
        /** The cloud has just this. */
        record Native() implements Support {}

        /** @param how what is made of it, and where that differs */
        record Emulated(String how) implements Support {}

        /** @param instead what to do about it */
        record Impossible(String why, String instead) implements Support {}
    }

    public static Finding emulated(Location at, String feature, String how) {
        return new Finding(at, feature, new Support.Emulated(how));
    }

    /** Of what a cloud refuses to carry. */
    public static Finding impossible(Problem problem) {
        return new Finding(problem.at(), problem.what(), new Support.Impossible(problem.what(), problem.fix()));
    }
}
