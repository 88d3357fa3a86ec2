package dev.isobar.aws.driver;

import dev.isobar.aws.resources.Registrations;
import dev.isobar.aws.resources.Registrations.TargetDescription;
import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.provider.Ref;
import dev.isobar.provider.calls.CloudFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Registers and deregisters targets, and watches their health. */
final class TargetCalls {
    /**
     * The most targets that one call names. The reference gives no number; that many stay far below the limit of what one
     * request may hold.
     */
    private static final int AT_ONCE = 100;

    /** The longest that a deregistered target may drain. */
    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    private static final String DRAIN = "deregistration_delay.timeout_seconds";

    private final Session session;

    TargetCalls(Session session) {
        this.session = session;
    }

    void create(Registrations registrations) {
        register(registrations.targetGroup(), registrations.targets());
    }

    /**
     * First the added ones. The removed ones go when another one is healthy, if one of them is now: else nobody would
     * serve.
     */
    void update(Registrations before, Registrations after) {
        var group = after.targetGroup();
        var added = new TreeSet<>(after.targets());
        added.removeAll(before.targets());
        register(group, added);
        var removed = new TreeSet<>(before.targets());
        removed.removeAll(after.targets());
        if (removed.isEmpty()) {
            return;
        }
        if (!after.targets().isEmpty()) {
            awaitSuccessor(group, removed);
        }
        deregister(group, removed);
    }

    private void awaitSuccessor(Ref group, Set<TargetDescription> removed) {
        var last = new ArrayList<TargetHealthDescription>();
        boolean safe = session.poll(Rollout.LONGEST_UNHEALTHY, () -> {
            last.clear();
            last.addAll(health(group));
            boolean needed = last.stream()
                    .anyMatch(target -> removed.contains(GroupWords.read(target.target())) && Health.serves(target));
            boolean replaced = last.stream()
                    .anyMatch(target -> !removed.contains(GroupWords.read(target.target())) && Health.serves(target));
            return replaced || !needed;
        });
        if (!safe) {
            throw new CloudFailure(
                    "no target of %s that stays became healthy in %d s, so that the others were not removed: %s"
                            .formatted(group, Rollout.LONGEST_UNHEALTHY.toSeconds(), Health.reasons(last)),
                    "mend the targets or the health check, and run apply again");
        }
    }

    /** Lets the connections of its targets end, as long as the group says. */
    void delete(Registrations registrations) {
        var group = registrations.targetGroup();
        if (session.ids().find(group).isEmpty() || registrations.targets().isEmpty()) {
            return;
        }
        deregister(group, registrations.targets());
        session.poll(
                drain(group),
                () -> health(group).stream()
                        .noneMatch(target -> target.targetHealth() != null
                                && target.targetHealth().state() == TargetHealthStateEnum.DRAINING));
    }

    private Duration drain(Ref group) {
        return session.world()
                .find(group)
                .map(TargetGroup.class::cast)
                .map(found -> found.attributes().get(DRAIN))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(LONGEST_DRAIN);
    }

    private void register(Ref group, SortedSet<TargetDescription> targets) {
        for (var some : parts(targets)) {
            var arn = session.ids().arn(group);
            session.wire()
                    .call(
                            "RegisterTargets",
                            Session.FRESH,
                            () -> session.clients()
                                    .balancing()
                                    .registerTargets(request ->
                                            request.targetGroupArn(arn).targets(some)));
        }
    }

    private void deregister(Ref group, SortedSet<TargetDescription> targets) {
        for (var some : parts(targets)) {
            var arn = session.ids().arn(group);
            session.wire().call("DeregisterTargets", () -> {
                try {
                    session.clients()
                            .balancing()
                            .deregisterTargets(
                                    request -> request.targetGroupArn(arn).targets(some));
                } catch (TargetGroupNotFoundException e) {
                    // Its targets are gone with it.
                }
                return arn;
            });
        }
    }

    private static List<List<software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription>> parts(
            Collection<TargetDescription> targets) {
        var all = targets.stream().map(GroupWords::write).toList();
        var parts =
                new ArrayList<List<software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription>>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            parts.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        return parts;
    }

    List<TargetHealthDescription> health(Ref group) {
        var arn = session.ids().arn(group);
        return session.wire()
                .call(
                        "DescribeTargetHealth",
                        Session.FRESH,
                        () -> session.clients()
                                .balancing()
                                .describeTargetHealth(request -> request.targetGroupArn(arn)))
                .targetHealthDescriptions();
    }
}
