package dev.isobar.aws.resources;

import dev.isobar.provider.Resource;

/** What Elastic Load Balancing version 2 and the certificate store know. */
public sealed interface AwsResource extends Resource
        permits ImportedCertificate, Listener, LoadBalancer, Registrations, RuleTable, TargetGroup, TrustStore {}
