package dev.isobar.aws.driver;

import dev.isobar.aws.resources.Action;
import dev.isobar.aws.resources.Action.FixedResponse;
import dev.isobar.aws.resources.Action.Forward;
import dev.isobar.aws.resources.Action.Redirect;
import dev.isobar.aws.resources.Action.Weighted;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Actions in the words of the client, there and back. */
final class ActionWords {
    private ActionWords() {}

    static software.amazon.awssdk.services.elasticloadbalancingv2.model.Action write(Action action, Ids ids) {
        var written = software.amazon.awssdk.services.elasticloadbalancingv2.model.Action.builder();
        switch (action) {
            case Forward forward -> written.type(ActionTypeEnum.FORWARD).forwardConfig(forward(forward, ids));
            case Redirect(var protocol, var host, var port, var resource, var statusCode) ->
                written.type(ActionTypeEnum.REDIRECT)
                        .redirectConfig(config -> config.protocol(protocol)
                                .host(host)
                                .port(port)
                                .path(resource.path())
                                .query(resource.query())
                                .statusCode(statusCode));
            case FixedResponse(int statusCode, var contentType, var messageBody) ->
                written.type(ActionTypeEnum.FIXED_RESPONSE).fixedResponseConfig(config -> {
                    config.statusCode(Integer.toString(statusCode));
                    contentType.ifPresent(config::contentType);
                    if (!messageBody.isEmpty()) {
                        config.messageBody(messageBody);
                    }
                });
            case Action.Authenticated(var type, var _) ->
                throw new IllegalArgumentException("no model asks for " + type);
        }
        return written.build();
    }

    private static ForwardActionConfig forward(Forward forward, Ids ids) {
        var groups = forward.targetGroups().stream()
                .map(group -> TargetGroupTuple.builder()
                        .targetGroupArn(ids.arn(group.targetGroup()))
                        .weight(group.weight())
                        .build())
                .toList();
        var config = ForwardActionConfig.builder().targetGroups(groups);
        // Off is said too: where it is left out, the service keeps what was before.
        config.targetGroupStickinessConfig(stickiness -> {
            stickiness.enabled(forward.stickinessSeconds().isPresent());
            forward.stickinessSeconds().ifPresent(stickiness::durationSeconds);
        });
        return config.build();
    }

    /** What somebody else made of a listener or rule, and we have no words for, reads as what nobody wants. */
    static Action read(List<software.amazon.awssdk.services.elasticloadbalancingv2.model.Action> actions, Ids ids) {
        if (!actions.isEmpty()) {
            var action = actions.getFirst();
            switch (action.type()) {
                case AUTHENTICATE_COGNITO, AUTHENTICATE_OIDC, JWT_VALIDATION -> {
                    return new Action.Authenticated(
                            action.typeAsString(), read(actions.subList(1, actions.size()), ids));
                }
                case FORWARD -> {
                    return forward(action, ids);
                }
                case REDIRECT -> {
                    var config = action.redirectConfig();
                    return new Redirect(
                            or(config.protocol(), "#{protocol}"),
                            or(config.host(), "#{host}"),
                            or(config.port(), "#{port}"),
                            new Action.Resource(or(config.path(), "/#{path}"), or(config.query(), "")),
                            config.statusCodeAsString());
                }
                case FIXED_RESPONSE -> {
                    var config = action.fixedResponseConfig();
                    return new FixedResponse(
                            Integer.parseInt(config.statusCode()),
                            Optional.ofNullable(config.contentType()).filter(type -> !type.isEmpty()),
                            or(config.messageBody(), ""));
                }
                default -> {}
            }
        }
        return foreign(actions.stream()
                .map(software.amazon.awssdk.services.elasticloadbalancingv2.model.Action::typeAsString)
                .collect(Collectors.joining(", ")));
    }

    private static Action foreign(String types) {
        return new FixedResponse(0, Optional.empty(), "made by somebody else: " + types);
    }

    private static Action forward(software.amazon.awssdk.services.elasticloadbalancingv2.model.Action action, Ids ids) {
        var config = action.forwardConfig();
        if (config == null || !config.hasTargetGroups()) {
            return new Forward(List.of(new Weighted(ids.groupRef(action.targetGroupArn()), 1)), OptionalInt.empty());
        }
        var groups = config.targetGroups().stream()
                .map(group ->
                        new Weighted(ids.groupRef(group.targetGroupArn()), group.weight() == null ? 1 : group.weight()))
                .toList();
        var stickiness = config.targetGroupStickinessConfig();
        boolean sticky =
                stickiness != null && Boolean.TRUE.equals(stickiness.enabled()) && stickiness.durationSeconds() != null;
        return new Forward(groups, sticky ? OptionalInt.of(stickiness.durationSeconds()) : OptionalInt.empty());
    }

    private static String or(@org.jspecify.annotations.Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
