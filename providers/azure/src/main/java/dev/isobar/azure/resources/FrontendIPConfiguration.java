package dev.isobar.azure.resources;

import dev.isobar.provider.Ref;

/** An address that clients connect to. */
public sealed interface FrontendIPConfiguration {
    record Public(Ref publicIPAddress) implements FrontendIPConfiguration {}

    /**
     * An address of a subnet.
     *
     * @param subnet resource id
     */
    record Static(String subnet, String privateIPAddress) implements FrontendIPConfiguration {}

    /** Any free address of a subnet; its resource id. */
    record Dynamic(String subnet) implements FrontendIPConfiguration {}
}
