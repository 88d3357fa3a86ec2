package dev.isobar.azure.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** An address that clients connect to. */
public sealed interface FrontendIPConfiguration {
    record Public(Ref publicIPAddress) implements FrontendIPConfiguration {}

    /**
     * An address of a subnet.
     *
     * @param subnet resource id
     */
    record Static(String subnet, String privateIPAddress) implements FrontendIPConfiguration {}

    /**
     * Any free address of a subnet.
     *
     * @param subnet resource id
     * @param zones cannot change; empty: Azure chooses
     */
    record Dynamic(String subnet, SortedSet<String> zones) implements FrontendIPConfiguration {
        public Dynamic {
            zones = Collections.unmodifiableSortedSet(new TreeSet<>(zones));
        }
    }
}
