package dev.isobar.aws.driver;

import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.CloudFailure;
import dev.isobar.provider.calls.Retryable;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes calls, and says what became of those that failed: whether they may be made again, and if not, why, with what to
 * do about it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html">Common errors</a>
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html">Request
 *     throttling</a>
 */
final class Wire {
    private static final Set<String> THROTTLED = Set.of(
            "Throttling",
            "ThrottlingException",
            "RequestThrottled",
            "RequestThrottledException",
            "RequestLimitExceeded",
            "TooManyRequestsException",
            "SlowDown");
    /** How often something new may be unknown: with the pauses between that is some 13 s. */
    private static final int PATIENCE_WITH_NEW = 8;

    private static final Set<String> ACCIDENTS =
            Set.of("InternalFailure", "InternalError", "ServiceUnavailable", "RequestTimeout", "RequestExpired");

    /** Which limit of the account an error speaks of. */
    private static final Map<String, List<String>> QUOTAS = Map.of(
            "TooManyLoadBalancers", List.of("application-load-balancers", "network-load-balancers"),
            "TooManyTargetGroups", List.of("target-groups"),
            "TooManyListeners",
                    List.of("listeners-per-application-load-balancer", "listeners-per-network-load-balancer"),
            "TooManyRules", List.of("rules-per-application-load-balancer"),
            "TooManyTargets", List.of("targets-per-application-load-balancer", "targets-per-network-load-balancer"),
            "TooManyCertificates",
                    List.of("certificates-per-application-load-balancer", "certificates-per-network-load-balancer"),
            "TooManyUniqueTargetGroupsPerLoadBalancer", List.of("target-groups-per-application-load-balancer"),
            "TooManyActions", List.of("target-groups-per-action-on-application-load-balancer"));

    private final Calls calls;
    private final boolean local;
    private final Supplier<Map<String, Integer>> quotas;

    /**
     * @param local whether the endpoint is on this machine
     * @param quotas the limits of the account by name; calls, where it was not asked yet
     */
    Wire(Calls calls, boolean local, Supplier<Map<String, Integer>> quotas) {
        this.calls = calls;
        this.local = local;
        this.quotas = quotas;
    }

    /**
     * A call that may be repeated.
     *
     * @param operation in the word of the service
     */
    <T> T call(String operation, Supplier<T> once) {
        return call(operation, Set.of(), _ -> once.get());
    }

    /** @param passing codes of errors that pass after a while */
    <T> T call(String operation, Set<String> passing, Supplier<T> once) {
        return call(operation, passing, _ -> once.get());
    }

    /** @param attempt takes the number of the attempt, from 1: above 1 an earlier one may have had its effect */
    <T> T call(String operation, Set<String> passing, IntFunction<T> attempt) {
        try {
            return calls.call(operation, number -> {
                try {
                    return attempt.apply(number);
                } catch (AwsServiceException e) {
                    throw again(operation, passing, number, e);
                } catch (SdkClientException e) {
                    throw again(operation, e);
                }
            });
        } catch (Refused e) {
            throw failure(operation, e.said);
        }
    }

    /** See {@link Calls#poll}. */
    boolean poll(Duration until, BooleanSupplier answered) {
        return calls.poll(until, answered);
    }

    /** Does things side by side; see {@link Calls#all}. */
    <T> List<T> all(List<? extends Supplier<? extends T>> works) {
        return works.isEmpty() ? List.of() : calls.all(works);
    }

    /** Does all of it side by side. */
    void run(List<? extends Runnable> works) {
        if (!works.isEmpty()) {
            calls.<Boolean>all(works.stream()
                    .map(work -> (Supplier<Boolean>) () -> {
                        work.run();
                        return true;
                    })
                    .toList());
        }
    }

    /** The service answered, and said no. Leaves the place of a call free before more is asked. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient AwsServiceException said;

        Refused(AwsServiceException said) {
            super(said);
            this.said = said;
        }
    }

    /** @throws Refused where it may not be made again */
    private static Retryable again(String operation, Set<String> passing, int number, AwsServiceException e) {
        var code = code(e);
        var what = "AWS says %s: %s".formatted(code, text(e));
        if (THROTTLED.contains(code) || e.statusCode() == 429) {
            return Retryable.throttled(what, Optional.empty(), e);
        }
        boolean missing = code.endsWith("NotFound");
        if (passing.contains(code) && (!missing || number < PATIENCE_WITH_NEW)) {
            return Retryable.inTheWay(what, Optional.empty(), e);
        }
        if (e.statusCode() >= 500 || ACCIDENTS.contains(code)) {
            return Retryable.unclear(operation + ": " + what, e);
        }
        throw new Refused(e);
    }

    private Retryable again(String operation, SdkClientException e) {
        var message = String.valueOf(e.getMessage());
        if (message.contains("Unable to load credentials") || message.contains("Unable to load region")) {
            throw new CloudFailure(
                    operation + " was not made: no credentials for AWS were found",
                    local
                            ? "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; an emulator takes any value, such as"
                                    + " test"
                            : "log in with aws configure or aws sso login, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
                                    + " AWS_SECRET_ACCESS_KEY",
                    e);
        }
        if (local && causedBy(e, ConnectException.class)) {
            throw new CloudFailure(
                    operation + " was not made: nothing answers at the endpoint on this machine",
                    "start it, or correct the endpoint",
                    e);
        }
        return Retryable.unclear("no answer from AWS: " + message, e);
    }

    private static boolean causedBy(@Nullable Throwable e, Class<? extends Throwable> type) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    static String code(AwsServiceException e) {
        var details = Optional.<AwsErrorDetails>ofNullable(e.awsErrorDetails());
        return details.map(AwsErrorDetails::errorCode).orElse("HTTP status " + e.statusCode());
    }

    private static String text(SdkException e) {
        var details = e instanceof AwsServiceException service
                ? Optional.<AwsErrorDetails>ofNullable(service.awsErrorDetails())
                : Optional.<AwsErrorDetails>empty();
        return details.map(AwsErrorDetails::errorMessage).orElse(String.valueOf(e.getMessage()));
    }

    private CloudFailure failure(String operation, AwsServiceException e) {
        var code = code(e);
        return new CloudFailure(
                "%s failed: AWS says %s: %s".formatted(operation, code, text(e)), fix(operation, code), e);
    }

    private String fix(String operation, String code) {
        if (QUOTAS.containsKey(code)) {
            return quotaFix(QUOTAS.getOrDefault(code, List.of()));
        }
        return switch (code) {
            case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation" ->
                "let who runs this do " + permission(operation);
            case "ExpiredToken", "ExpiredTokenException", "RequestExpired" ->
                "log in again: the credentials are too old";
            case "InvalidClientTokenId",
                    "UnrecognizedClientException",
                    "SignatureDoesNotMatch",
                    "IncompleteSignature",
                    "MissingAuthenticationToken",
                    "MissingAuthenticationTokenException",
                    "AuthFailure" ->
                "check the credentials, the region in place.aws.region and the clock of this machine";
            case "OptInRequired", "SubscriptionRequiredException" -> "enable the service and the region in the account";
            case "DuplicateLoadBalancerName", "DuplicateTargetGroupName", "DuplicateListener" ->
                "something else has this name or port: rename the model, or remove the other one";
            case "PriorityInUse" ->
                "a rule that is not of this model has the priority: move it, or remove it, and run plan again";
            case "ResourceInUse", "ResourceInUseException" ->
                "something that is not of this model uses it: find it in the console, and remove that use";
            case "OperationNotPermitted" -> "lift what protects it, such as deletion protection, and run plan again";
            case "CertificateNotFound" -> "check the ARN of the certificate, and that it is in the region of the model";
            case "SubnetNotFound", "InvalidSubnet" -> "check place.aws.subnets";
            case "InvalidSecurityGroup" -> "check place.aws.securityGroups: they must be of the VPC of the subnets";
            case "LoadBalancerNotFound",
                    "ListenerNotFound",
                    "TargetGroupNotFound",
                    "RuleNotFound",
                    "ResourceNotFoundException" -> "something else removed it meanwhile: run plan again";
            default -> "correct what AWS names, and run plan again";
        };
    }

    private String quotaFix(List<String> names) {
        var known = quotas.get();
        var numbers = names.stream()
                .filter(known::containsKey)
                .map(name -> name + " is " + known.get(name))
                .toList();
        return "ask for more in Service Quotas, or use fewer"
                + (numbers.isEmpty() ? "" : "; in this account " + String.join(", ", numbers));
    }

    /** As policies of IAM name it. */
    private static String permission(String operation) {
        return (operation.contains("Certificate") && !operation.contains("Listener") ? "acm:" : "elasticloadbalancing:")
                + operation;
    }
}
