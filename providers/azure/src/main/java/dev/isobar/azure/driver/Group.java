package dev.isobar.azure.driver;

/** A resource group: where all resources of a model are. */
record Group(String subscription, String name) {
    String path() {
        return "/subscriptions/" + subscription + "/resourceGroups/" + name;
    }
}
