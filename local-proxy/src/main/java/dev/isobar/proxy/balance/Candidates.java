package dev.isobar.proxy.balance;

/** What a choice sees of the targets, numbered from 0. It does not change while one choice is made. */
public interface Candidates {
    int size();

    /** 0 or more; only the ratio to the others counts. It is less than configured while a target starts slowly. */
    int weight(int i);

    /** Whether it can be chosen now; never where its weight is 0. */
    boolean isOpen(int i);

    /** Requests under way. */
    int load(int i);

    /** How long it lately took to answer, in nanoseconds; 0 where it has not answered yet. */
    double responseTime(int i);
}
