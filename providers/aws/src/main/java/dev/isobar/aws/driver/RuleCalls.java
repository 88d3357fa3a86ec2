package dev.isobar.aws.driver;

import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.RuleTable.Rule;
import dev.isobar.provider.Ref;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PriorityInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyRulesException;

/** Carries out {@link RuleSteps}. */
final class RuleCalls {
    private final Session session;
    private final Ref listener;

    RuleCalls(Session session, Ref listener) {
        this.session = session;
        this.listener = listener;
    }

    /**
     * From one table to the other; one without rules is one that is not there.
     *
     * @param before what is there, unless this was begun before
     */
    void change(List<Rule> before, List<Rule> after) {
        if (session.ids().find(listener).isEmpty() && after.isEmpty()) {
            return;
        }
        var steps = RuleSteps.of(
                before, after, session.world().seen().foreignPriorities().getOrDefault(listener, List.of()));
        setPriorities(steps.priorities());
        boolean full = !createAndModify(
                steps.creates(), steps.modifies(), !steps.deletes().isEmpty());
        session.wire()
                .run(steps.deletes().stream()
                        .<Runnable>map(id -> () -> delete(id))
                        .toList());
        if (full) {
            createAndModify(steps.creates(), List.of(), false);
        }
    }

    /** @return false where the listener is full, and there are rules to go first */
    private boolean createAndModify(List<Rule> creates, List<RuleSteps.Modified> modifies, boolean mayBeFull) {
        var works = new ArrayList<java.util.function.Supplier<Boolean>>();
        creates.forEach(rule -> works.add(() -> create(rule, mayBeFull)));
        modifies.forEach(rule -> works.add(() -> {
            modify(rule.before(), rule.after());
            return true;
        }));
        return session.wire().<Boolean>all(works).stream().allMatch(done -> done);
    }

    private void setPriorities(SortedMap<String, Integer> priorities) {
        var pairs = new ArrayList<RulePriorityPair>();
        priorities.forEach((id, priority) -> session.world()
                .rule(listener, id)
                .ifPresent(arn -> pairs.add(RulePriorityPair.builder()
                        .ruleArn(arn)
                        .priority(priority)
                        .build())));
        if (!pairs.isEmpty()) {
            session.wire()
                    .call(
                            "SetRulePriorities",
                            () -> session.clients()
                                    .balancing()
                                    .setRulePriorities(request -> request.rulePriorities(pairs)));
        }
    }

    private boolean create(Rule rule, boolean mayBeFull) {
        var there = session.world().rule(listener, rule.id());
        if (there.isPresent()) {
            modify(there.get(), rule);
            return true;
        }
        var request = CreateRuleRequest.builder()
                .listenerArn(session.ids().arn(listener))
                .priority(rule.priority())
                .conditions(RuleWords.conditions(rule))
                .actions(ActionWords.write(rule.action(), session.ids()))
                .tags(Marks.tags(tags(rule)));
        if (!rule.transforms().isEmpty()) {
            request.transforms(RuleWords.transforms(rule));
        }
        var outcome = session.wire().call("CreateRule", Session.FRESH, _ -> attempt(request.build(), mayBeFull));
        switch (outcome) {
            case Outcome.Made(var arn) -> session.world().putRule(listener, rule.id(), arn);
            case Outcome.Taken _ -> session.world().putRule(listener, rule.id(), oursAt(rule));
            case Outcome.Full _ -> {
                return false;
            }
        }
        return true;
    }

    /** What came of a rule that was to be made. */
    private sealed interface Outcome {
        record Made(String arn) implements Outcome {}

        /** The load balancer can have no more. */
        record Full() implements Outcome {}

        /** Its priority is in use: perhaps by itself, where the answer of an earlier attempt was lost. */
        record Taken() implements Outcome {}
    }

    private Outcome attempt(CreateRuleRequest request, boolean mayBeFull) {
        try {
            return new Outcome.Made(session.clients()
                    .balancing()
                    .createRule(request)
                    .rules()
                    .getFirst()
                    .ruleArn());
        } catch (PriorityInUseException e) {
            return new Outcome.Taken();
        } catch (TooManyRulesException e) {
            if (mayBeFull) {
                return new Outcome.Full();
            }
            throw e;
        }
    }

    private String oursAt(Rule rule) {
        var wanted = tags(rule);
        return Observation.rules(
                        session.clients(), session.wire(), session.ids().arn(listener))
                .stream()
                .filter(there -> Integer.toString(rule.priority()).equals(there.priority()))
                .map(there -> there.ruleArn())
                .filter(arn -> Marks.map(session.wire()
                                .call(
                                        "DescribeTags",
                                        () -> session.clients()
                                                .balancing()
                                                .describeTags(request -> request.resourceArns(arn)))
                                .tagDescriptions()
                                .getFirst()
                                .tags())
                        .entrySet()
                        .containsAll(wanted.entrySet()))
                .findFirst()
                .orElseThrow(() -> new CloudFailure(
                        "CreateRule failed: AWS says PriorityInUse: another rule of %s has priority %d"
                                .formatted(listener, rule.priority()),
                        "move or remove that rule, which is not of this model, and run plan again"));
    }

    private SortedMap<String, String> tags(Rule rule) {
        return Marks.ofRule(
                Marks.written(session.world()
                        .find(listener)
                        .map(Listener.class::cast)
                        .map(Listener::tags)
                        .orElse(new TreeMap<>())),
                rule);
    }

    private void modify(Rule before, Rule after) {
        var arn = session.world().rule(listener, after.id());
        if (arn.isEmpty()) {
            create(after, false);
            return;
        }
        session.wire()
                .call(
                        "ModifyRule",
                        Session.FRESH,
                        () -> session.clients().balancing().modifyRule(request -> {
                            request.ruleArn(arn.get());
                            if (!before.conditions().equals(after.conditions())) {
                                request.conditions(RuleWords.conditions(after));
                            }
                            if (!before.action().equals(after.action())) {
                                request.actions(ActionWords.write(after.action(), session.ids()));
                            }
                            if (!before.transforms().equals(after.transforms())) {
                                if (after.transforms().isEmpty()) {
                                    request.resetTransforms(true);
                                } else {
                                    request.transforms(RuleWords.transforms(after));
                                }
                            }
                        }));
    }

    /** One that was made by an earlier run of the same step: all of it is written, since that run may have had another. */
    private void modify(String arn, Rule rule) {
        session.wire()
                .call(
                        "ModifyRule",
                        Session.FRESH,
                        () -> session.clients().balancing().modifyRule(request -> {
                            request.ruleArn(arn)
                                    .conditions(RuleWords.conditions(rule))
                                    .actions(ActionWords.write(rule.action(), session.ids()));
                            if (rule.transforms().isEmpty()) {
                                request.resetTransforms(true);
                            } else {
                                request.transforms(RuleWords.transforms(rule));
                            }
                        }));
    }

    private void delete(String id) {
        var arn = session.world().rule(listener, id);
        if (arn.isEmpty()) {
            return;
        }
        session.wire().call("DeleteRule", () -> {
            try {
                session.clients().balancing().deleteRule(request -> request.ruleArn(arn.get()));
            } catch (RuleNotFoundException e) {
                // It is gone, as it should be.
            }
            return id;
        });
        session.world().removeRule(listener, id);
    }
}
