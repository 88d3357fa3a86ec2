package dev.isobar.aws.driver;

import dev.isobar.aws.resources.TargetGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;

/** Makes, changes and removes target groups. */
final class GroupCalls {
    private final Session session;

    GroupCalls(Session session) {
        this.session = session;
    }

    void create(TargetGroup group) {
        var answer = session.wire()
                .call(
                        "CreateTargetGroup",
                        () -> session.clients()
                                .balancing()
                                .createTargetGroup(request -> GroupWords.write(group, request)));
        session.ids().put(group.ref(), answer.targetGroups().getFirst().targetGroupArn());
        attributes(group, ManagedAttributes.usual(group.fixed()));
    }

    void update(TargetGroup before, TargetGroup after) {
        var arn = session.ids().arn(after.ref());
        var works = new ArrayList<Runnable>();
        if (!before.healthCheck().equals(after.healthCheck())) {
            works.add(() -> session.wire()
                    .call(
                            "ModifyTargetGroup",
                            () -> session.clients().balancing().modifyTargetGroup(request -> {
                                request.targetGroupArn(arn);
                                GroupWords.write(after, request);
                            })));
        }
        works.add(() -> attributes(after, before.attributes()));
        works.add(() -> new TagCalls(session).change(List.of(arn), before.tags(), after.tags()));
        session.wire().run(works);
    }

    private void attributes(TargetGroup group, SortedMap<String, String> before) {
        var changed = ManagedAttributes.changed(before, group.attributes());
        if (changed.isEmpty()) {
            return;
        }
        var attributes = changed.entrySet().stream()
                .map(attribute -> TargetGroupAttribute.builder()
                        .key(attribute.getKey())
                        .value(attribute.getValue())
                        .build())
                .toList();
        var arn = session.ids().arn(group.ref());
        session.wire()
                .call(
                        "ModifyTargetGroupAttributes",
                        Session.FRESH,
                        () -> session.clients()
                                .balancing()
                                .modifyTargetGroupAttributes(
                                        request -> request.targetGroupArn(arn).attributes(attributes)));
    }

    void delete(TargetGroup group) {
        session.ids()
                .find(group.ref())
                .ifPresent(arn -> session.wire().call("DeleteTargetGroup", Session.STILL_USED, () -> {
                    try {
                        session.clients().balancing().deleteTargetGroup(request -> request.targetGroupArn(arn));
                    } catch (TargetGroupNotFoundException e) {
                        // It is gone, as it should be.
                    }
                    return arn;
                }));
    }
}
