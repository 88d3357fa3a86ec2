package dev.isobar.azure.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.management.exception.ManagementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Public addresses, and what uses them. */
class AddressesEmulatorTest {
    private static final String PATH = "publicIPAddresses/front";

    private final Cloud cloud = Cloud.start();

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void keepTheirAddressAndTheirName() {
        var named =
                Documents.with(Documents.address(), "properties.dnsSettings", "{\"domainNameLabel\": \"shop-front\"}");

        var created = cloud.put(PATH, named);
        var again = cloud.put(PATH, named);

        var address = Json.text(created.body(), "properties", "ipAddress");
        assertThat(address).matches("198\\.1[89]\\.[0-9]+\\.[0-9]+");
        assertThat(Json.text(again.body(), "properties", "ipAddress")).isEqualTo(address);
        assertThat(Json.text(again.body(), "properties", "dnsSettings", "fqdn"))
                .isEqualTo("shop-front.westeurope.cloudapp.azure.com");
        assertThat(cloud.put("publicIPAddresses/second", named).code()).isEqualTo("DnsRecordInUse");
        cloud.delete(PATH);
        assertThat(cloud.put("publicIPAddresses/second", named).status()).isEqualTo(201);
    }

    @Test
    void cannotBeDeletedInUse() {
        cloud.address("front");
        cloud.put("applicationGateways/shop", Documents.gateway("shop"));
        var addresses = cloud.client.getPublicIpAddresses();
        var user = Documents.NETWORK + "applicationGateways/shop/frontendIPConfigurations/public";

        assertThat(addresses
                        .getByResourceGroup("shop", "front")
                        .ipConfiguration()
                        .id())
                .isEqualTo(user);
        assertThatThrownBy(() -> addresses.delete("shop", "front"))
                .isInstanceOfSatisfying(ManagementException.class, e -> {
                    assertThat(e.getResponse().getStatusCode()).isEqualTo(400);
                    assertThat(e.getValue().getCode()).isEqualTo("PublicIPAddressCannotBeDeleted");
                    assertThat(e.getValue().getMessage()).contains("still allocated to resource " + user + ".");
                });

        cloud.client.getApplicationGateways().delete("shop", "shop");
        addresses.delete("shop", "front");
        assertThat(addresses.list()).isEmpty();
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        properties.publicIPAllocationMethod | "Dynamic" | StandardSkuPublicIPAddressesMustBeStatic
        properties.publicIPAllocationMethod | null | StandardSkuPublicIPAddressesMustBeStatic
        sku | {"name": "Basic"} | IPv4BasicSkuPublicIpCountLimitReached
        zones | ["4"] | InvalidAvailabilityZone
        zones | ["1", "1"] | DuplicateListValue
        sku | null | IPv4BasicSkuPublicIpCountLimitReached
        properties.idleTimeoutInMinutes | 31 | PropertyValueOutOfRange
        properties.dnsSettings | {"domainNameLabel": "Shop"} | InvalidDomainNameLabel
        """)
    void refuses(String path, String value, String code) {
        assertThat(cloud.put(PATH, Documents.with(Documents.address(), path, value))
                        .code())
                .isEqualTo(code);
    }

    @Test
    void someThingsStay() {
        cloud.address("front");

        assertThat(cloud.put(PATH, Documents.with(Documents.address(), "zones", "[\"1\"]"))
                        .code())
                .isEqualTo("ResourceAvailabilityZonesCannotBeModified");
        assertThat(cloud.put(PATH, Documents.with(Documents.address(), "properties.publicIPAddressVersion", "\"IPv6\""))
                        .code())
                .isEqualTo("PublicIPAddressPropertyCannotBeChanged");
    }
}
