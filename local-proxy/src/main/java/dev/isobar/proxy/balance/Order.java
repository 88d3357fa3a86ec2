package dev.isobar.proxy.balance;

/** Who is asked first for a key, of those that are open. */
interface Order {
    /** @return the number of an open candidate, or {@link Balancer#NONE} */
    int first(byte[] key, Candidates candidates);
}
