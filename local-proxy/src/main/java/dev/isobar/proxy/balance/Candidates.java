package dev.isobar.proxy.balance;

/** What a choice sees of the targets, numbered from 0. It does not change while one choice is made. */
public interface Candidates {
    int size();

    /** 0 or more; only the ratio to the others counts. It is less than configured while a target starts slowly. */
    int weight(int i);

    /** Whether it can be chosen now; never where its weight is 0. */
    boolean isOpen(int i);

    /**
     * A number that changes with the weights, and with what {@link #isFit} says; negative where that may be other each
     * time. What takes long to find out can be kept for as long.
     */
    default long version() {
        return -1;
    }

    /** Whether it can be chosen but for what lasts a moment: that it is full, or was just tried. */
    default boolean isFit(int i) {
        return isOpen(i);
    }

    /** Requests under way. */
    int load(int i);

    /** How long it lately took to answer, in nanoseconds; 0 where it has not answered yet. */
    double responseTime(int i);
}
