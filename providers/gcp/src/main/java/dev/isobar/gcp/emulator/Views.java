package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.Address;
import com.google.cloud.compute.v1.InstanceGroup;
import com.google.cloud.compute.v1.NetworkEndpointGroup;
import com.google.cloud.compute.v1.SslCertificate;
import com.google.protobuf.Message;
import java.util.Map;
import java.util.Optional;

/** Resources as they are shown: with what follows from others and from time. */
final class Views {
    private Views() {}

    static Message shown(Store store, Link link, Stored stored) {
        return switch (stored.message()) {
            case Address address -> address(store, link, stored, address);
            case NetworkEndpointGroup group ->
                group.toBuilder().setSize(stored.members().size()).build();
            case InstanceGroup group ->
                group.toBuilder().setSize(stored.members().size()).build();
            case SslCertificate certificate
            when certificate.hasManaged() -> Certificates.shown(store, link, certificate);
            default -> stored.message();
        };
    }

    private static Message address(Store store, Link link, Stored stored, Address address) {
        var users = store.resources().entrySet().stream()
                .filter(entry -> References.names(entry.getValue(), link, Optional.of(stored)))
                .map(Map.Entry::getKey)
                .map(Link::url)
                .toList();
        var status = stored.state() == Stored.State.BUILDING ? "RESERVING" : users.isEmpty() ? "RESERVED" : "IN_USE";
        return address.toBuilder().setStatus(status).addAllUsers(users).build();
    }
}
