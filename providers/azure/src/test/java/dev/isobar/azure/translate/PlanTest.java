package dev.isobar.azure.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.provider.Change;
import dev.isobar.provider.Differ;
import dev.isobar.provider.FieldChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gateway is one document, and a plan speaks of its parts all the same. */
class PlanTest {
    private static String model(String rules) {
        return """
            isobar: v1
            name: shop
            listeners:
              http:
                port: 80
                protocol: http
                rules:
            %s
                default: { forward: web }
            targetGroups:
              web: { targets: [10.0.0.1:80] }
              api: { targets: [10.0.0.2:80] }
            place:
              azure:
                subscription: "0"
                resourceGroup: shop
                location: westeurope
                subnet: /subscriptions/0/resourceGroups/n/providers/Microsoft.Network/virtualNetworks/v/subnets/s
            """.formatted(rules.indent(6).stripTrailing());
    }

    private static List<String> changes(String before, String after) {
        var plan = Differ.diff(Cases.translated(model(after)), Cases.translated(model(before)));
        assertThat(plan.changes()).hasSize(1);
        assertThat(plan.changes().getFirst().line()).isEqualTo("~ ApplicationGateway/shop");
        return plan.changes().getFirst() instanceof Change.Update(var was, var is)
                ? FieldChange.between(was, is).stream()
                        .map(FieldChange::toString)
                        .toList()
                : List.of();
    }

    private static final String API = "- { name: api, match: { path: /api }, forward: api }\n";
    private static final String IMG = "- { name: img, match: { path: /img }, forward: api }\n";

    @Test
    void aChangedPathIsOneLine() {
        assertThat(changes(API + IMG, API.replace("/api", "/v2") + IMG))
                .containsExactly("routing.urlPathMaps.shop_http.pathRules.api.paths[0]: /api -> /v2");
    }

    @Test
    void aRuleThatMovesIsOneLine() {
        assertThat(changes(API + IMG, IMG + API))
                .containsExactly("routing.urlPathMaps.shop_http.order: api, img -> img, api");
    }

    @Test
    void aRuleInFrontTouchesNoOther() {
        assertThat(changes(API, IMG + API))
                .containsExactly(
                        "routing.urlPathMaps.shop_http.order: api -> img, api",
                        "routing.urlPathMaps.shop_http.pathRules.img.outcome.backendHttpSettings: (none) -> shop_api",
                        "routing.urlPathMaps.shop_http.pathRules.img.outcome.pools.backendAddressPool: (none) ->"
                                + " shop_api",
                        "routing.urlPathMaps.shop_http.pathRules.img.paths[0]: (none) -> /img");
    }
}
