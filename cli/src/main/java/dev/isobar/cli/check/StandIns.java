package dev.isobar.cli.check;

import dev.isobar.model.Model;
import dev.isobar.model.Place;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Places for models that say none: what a cloud does with listeners and target groups can be told all the same. Nothing
 * of them is ever printed.
 */
final class StandIns {
    private static final Place.Aws AWS = new Place.Aws(
            "eu-west-1", Optional.of("vpc-1"), List.of("subnet-1", "subnet-2"), List.of("sg-1"), Place.Scheme.PUBLIC);
    private static final Place.Gcp GCP = new Place.Gcp(
            "project",
            new Place.Scope.Global(),
            Optional.of("europe-west1-b"),
            new Place.GcpNetwork(Optional.empty(), Optional.empty()),
            Place.Scheme.PUBLIC);
    private static final Place.Azure AZURE = new Place.Azure(
            "00000000-0000-0000-0000-000000000000",
            "group",
            "westeurope",
            new Place.AzureNetwork(
                    Place.Scheme.PUBLIC,
                    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/s",
                    Optional.empty(),
                    Optional.empty()),
            new Place.AzureGateway(
                    new TreeSet<>(), new Place.Capacity(0, 10), Optional.of("/subscriptions/s/identity")));

    private StandIns() {}

    /** Whether the model says where it goes in each cloud. */
    static boolean isPlaced(Model model, String cloud) {
        return switch (cloud) {
            case "aws" -> model.place().aws().isPresent();
            case "gcp" -> model.place().gcp().isPresent();
            case "azure" -> model.place().azure().isPresent();
            default -> true;
        };
    }

    /** The model in all clouds. */
    static Model placed(Model model) {
        var place = model.place();
        return new Model(
                model.name(),
                model.labels(),
                model.parts(),
                model.tests(),
                new Place(
                        place.aws().or(() -> Optional.of(AWS)),
                        place.gcp().or(() -> Optional.of(GCP)),
                        place.azure().or(() -> Optional.of(AZURE)),
                        place.local()));
    }
}
