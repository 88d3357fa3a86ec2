package dev.isobar.proxy.balance;

/** What a choice sees of the targets, numbered from 0. It does not change while one choice is made. */
public interface Candidates {
    int size();

    /** 0 or more; only the ratio to the others counts. */
    int weight(int i);

    /** Whether it can be chosen now; never where its weight is 0. */
    boolean isOpen(int i);

    /** Requests under way. */
    int load(int i);
}
