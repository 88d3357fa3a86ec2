package dev.isobar.aws.driver;

import dev.isobar.provider.Ref;
import dev.isobar.provider.Step;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerState;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** Waits until load balancers are active, and until target groups can serve. */
final class Waiting {
    static final String ACTIVE = "active";
    static final String HEALTHY = "healthy";

    private final Session session;

    Waiting(Session session) {
        this.session = session;
    }

    /** @throws CloudFailure where it does not come about in time */
    void await(Step.Await await) {
        switch (await.condition()) {
            case ACTIVE -> active(await);
            case HEALTHY -> healthy(await);
            default -> throw new IllegalArgumentException("nothing of AWS is " + await.condition());
        }
    }

    private void active(Step.Await await) {
        var last = new AtomicReference<>("unknown");
        boolean active = session.poll(await.longest(), () -> {
            var state = state(await.ref());
            last.set(state.codeAsString());
            if (state.code() == LoadBalancerStateEnum.FAILED) {
                throw new CloudFailure(
                        "%s failed: AWS says %s".formatted(await.ref(), state.reason()),
                        "correct what AWS names; then run apply again");
            }
            return state.code() != LoadBalancerStateEnum.PROVISIONING;
        });
        if (!active) {
            throw new CloudFailure(
                    "%s is %s after %d s"
                            .formatted(await.ref(), last.get(), await.longest().toSeconds()),
                    "look at it with isobar status: it may only need more time");
        }
    }

    private LoadBalancerState state(Ref balancer) {
        var arn = session.ids().arn(balancer);
        return session.wire()
                .call(
                        "DescribeLoadBalancers",
                        Session.FRESH,
                        () -> session.clients()
                                .balancing()
                                .describeLoadBalancers(request -> request.loadBalancerArns(arn)))
                .loadBalancers()
                .getFirst()
                .state();
    }

    /** No target is still to be checked for the first time, and one at least is healthy; of no targets all are. */
    private void healthy(Step.Await await) {
        var targets = new TargetCalls(session);
        var last = new ArrayList<TargetHealthDescription>();
        boolean healthy = session.poll(await.longest(), () -> {
            last.clear();
            last.addAll(targets.health(await.ref()));
            return last.isEmpty()
                    || (last.stream().noneMatch(Health::isInitial)
                            && last.stream().anyMatch(Health::serves));
        });
        if (!healthy) {
            throw new CloudFailure(
                    "%s is not healthy after %d s, and gets no traffic; what served before goes on serving: %s"
                            .formatted(await.ref(), await.longest().toSeconds(), Health.reasons(last)),
                    "mend the targets or the health check, and run apply again");
        }
    }
}
