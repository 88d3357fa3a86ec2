package dev.isobar.gcp.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.Compute;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The tables of kinds and references hold to the vendor's description of the API. */
class KindsEmulatorTest {
    private static final Map<Scope.Level, Scope> PLACES = Map.of(
            Scope.Level.GLOBAL, Scope.global(),
            Scope.Level.REGION, new Scope.Region(Cloud.REGION),
            Scope.Level.ZONE, new Scope.Zone(Cloud.ZONE));

    static Stream<Kind> kinds() {
        return Kinds.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindIsServedWhereItsTableSays(Kind kind) {
        var contract = new Contract();

        kind.services().forEach((level, service) -> {
            var scope = PLACES.getOrDefault(level, Scope.global());
            var link = new Link(Cloud.PROJECT, scope, kind.collection(), "web");
            var path = "/compute/v1/" + link.path();
            assertThat(contract.route("GET", path)).hasValueSatisfying(route -> {
                assertThat(route.method().service()).isEqualTo(service);
                assertThat(route.method().name()).isEqualTo("Get");
                assertThat(route.method().template()).contains("{" + kind.singular() + "}");
                assertThat(route.method().answer()).isEqualTo(kind.prototype().getDescriptorForType());
            });
            for (var verb : List.of("GET", "POST")) {
                assertThat(contract.route(verb, path.substring(0, path.lastIndexOf('/'))))
                        .map(route -> route.method().service())
                        .contains(service);
            }
        });
        assertThat(kind.fixed())
                .allSatisfy(field -> assertThat(Messages.field(kind.prototype(), field))
                        .as(field)
                        .isPresent());
    }

    @Test
    void everyKindIsListed() {
        try (var cloud = Cloud.start()) {
            for (var kind : Kinds.ALL) {
                for (var level : kind.services().keySet()) {
                    var scope = PLACES.getOrDefault(level, Scope.global());
                    var response = cloud.send("GET", "/" + scope.path() + "/" + kind.collection(), "");
                    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                    assertThat(JsonMapper.shared()
                                    .readTree(response.body())
                                    .path("kind")
                                    .asString())
                            .isEqualTo(kind.type() + "List");
                    assertThat(cloud.send("GET", "/" + scope.path() + "/" + kind.collection() + "/missing", "")
                                    .body())
                            .contains("The resource 'projects/shop-prod/%s/%s/missing' was not found"
                                    .formatted(scope.path(), kind.collection()));
                }
            }
        }
    }

    @Test
    void referencesAreFieldsOfTheApi() {
        References.COLLECTIONS.forEach((name, collections) -> {
            var dot = name.indexOf('.');
            var type = Compute.getDescriptor().findMessageTypeByName(name.substring(0, dot));
            assertThat(type).as(name).isNotNull();
            var field = type.findFieldByName(name.substring(dot + 1));
            assertThat(field).as(name).isNotNull();
            assertThat(field.getJavaType()).as(name).isEqualTo(FieldDescriptor.JavaType.STRING);
            assertThat(collections).isNotEmpty();
        });
    }
}
