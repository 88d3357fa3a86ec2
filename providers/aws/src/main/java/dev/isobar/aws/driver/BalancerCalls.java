package dev.isobar.aws.driver;

import dev.isobar.aws.resources.LoadBalancer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.IpAddressType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/** Makes, changes and removes load balancers. */
final class BalancerCalls {
    private final Session session;

    BalancerCalls(Session session) {
        this.session = session;
    }

    void create(LoadBalancer balancer) {
        var answer = session.wire()
                .call(
                        "CreateLoadBalancer",
                        () -> session.clients().balancing().createLoadBalancer(request -> {
                            request.name(balancer.name())
                                    .type(
                                            balancer.kind().type() == LoadBalancer.Type.NETWORK
                                                    ? LoadBalancerTypeEnum.NETWORK
                                                    : LoadBalancerTypeEnum.APPLICATION)
                                    .scheme(
                                            balancer.kind().scheme() == LoadBalancer.Scheme.INTERNAL
                                                    ? LoadBalancerSchemeEnum.INTERNAL
                                                    : LoadBalancerSchemeEnum.INTERNET_FACING)
                                    .subnets(balancer.network().subnets())
                                    .ipAddressType(ipAddressType(balancer))
                                    .tags(Marks.tags(Marks.written(balancer.tags())));
                            if (!balancer.network().securityGroups().isEmpty()) {
                                request.securityGroups(balancer.network().securityGroups());
                            }
                        }));
        session.ids().put(balancer.ref(), answer.loadBalancers().getFirst().loadBalancerArn());
        attributes(balancer, ManagedAttributes.usual(balancer.kind().type()));
    }

    private static IpAddressType ipAddressType(LoadBalancer balancer) {
        return switch (balancer.network().ipAddressType()) {
            case IPV4 -> IpAddressType.IPV4;
            case DUALSTACK -> IpAddressType.DUALSTACK;
        };
    }

    void update(LoadBalancer before, LoadBalancer after) {
        var arn = session.ids().arn(after.ref());
        var works = new ArrayList<Runnable>();
        works.add(() -> addresses(before, after, arn));
        if (!before.network().securityGroups().equals(after.network().securityGroups())) {
            works.add(() -> session.wire()
                    .call(
                            "SetSecurityGroups",
                            () -> session.clients()
                                    .balancing()
                                    .setSecurityGroups(request -> request.loadBalancerArn(arn)
                                            .securityGroups(after.network().securityGroups()))));
        }
        works.add(() -> attributes(after, before.attributes()));
        works.add(() -> new TagCalls(session).change(List.of(arn), before.tags(), after.tags()));
        session.wire().run(works);
    }

    /** Subnets without IPv6 addresses come when there is no IPv6 any more, and go before there is. */
    private void addresses(LoadBalancer before, LoadBalancer after, String arn) {
        boolean typeFirst = after.network().ipAddressType() == LoadBalancer.IpAddressType.IPV4;
        if (typeFirst) {
            ipAddressType(before, after, arn);
        }
        if (!before.network().subnets().equals(after.network().subnets())) {
            session.wire()
                    .call(
                            "SetSubnets",
                            () -> session.clients()
                                    .balancing()
                                    .setSubnets(request -> request.loadBalancerArn(arn)
                                            .subnets(after.network().subnets())));
        }
        if (!typeFirst) {
            ipAddressType(before, after, arn);
        }
    }

    private void ipAddressType(LoadBalancer before, LoadBalancer after, String arn) {
        if (before.network().ipAddressType() != after.network().ipAddressType()) {
            session.wire()
                    .call(
                            "SetIpAddressType",
                            () -> session.clients()
                                    .balancing()
                                    .setIpAddressType(request ->
                                            request.loadBalancerArn(arn).ipAddressType(ipAddressType(after))));
        }
    }

    private void attributes(LoadBalancer balancer, SortedMap<String, String> before) {
        var changed = ManagedAttributes.changed(before, balancer.attributes());
        if (changed.isEmpty()) {
            return;
        }
        var attributes = changed.entrySet().stream()
                .map(attribute -> LoadBalancerAttribute.builder()
                        .key(attribute.getKey())
                        .value(attribute.getValue())
                        .build())
                .toList();
        var arn = session.ids().arn(balancer.ref());
        session.wire()
                .call(
                        "ModifyLoadBalancerAttributes",
                        Session.FRESH,
                        () -> session.clients()
                                .balancing()
                                .modifyLoadBalancerAttributes(
                                        request -> request.loadBalancerArn(arn).attributes(attributes)));
    }

    /** With its listeners and rules. */
    void delete(LoadBalancer balancer) {
        session.ids()
                .find(balancer.ref())
                .ifPresent(arn -> session.wire().call("DeleteLoadBalancer", Session.STILL_USED, () -> {
                    try {
                        session.clients().balancing().deleteLoadBalancer(request -> request.loadBalancerArn(arn));
                    } catch (LoadBalancerNotFoundException e) {
                        // It is gone, as it should be.
                    }
                    return arn;
                }));
    }
}
