package dev.isobar.azure.resources;

import dev.isobar.provider.Resource;

/** What the network provider of Azure knows; each is one document, changed in one PUT. */
public sealed interface AzureResource extends Resource permits ApplicationGateway, LoadBalancer, PublicIPAddress {}
