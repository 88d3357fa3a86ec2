package dev.isobar.aws.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.AwsProvider;
import dev.isobar.aws.emulator.AwsEmulator;
import dev.isobar.aws.emulator.Call;
import dev.isobar.aws.permissions.Policy.Statement;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Access;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Provider.Duty;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.testkit.Applied;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The policy allows each call of the driver as IAM would decide it: by action, by resource, by the tags of the request and
 * by what creates what is tagged. All that is there is ours, so conditions on tags of resources hold.
 */
class PermissionsTest {
    private static final Path FOLDER = Path.of(
            System.getProperty("isobar.root", "../.."), "providers", "aws", "src", "test", "resources", "crash");
    private static final String BALANCING = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:";
    private static final Pattern MEMBER = Pattern.compile("(Tags|ResourceArns|RulePriorities)\\.member\\.(\\d+)\\b.*");
    private static final Pattern JSON_TAG = Pattern.compile("\\{\"Key\":\"([^\"]*)\",\"Value\":\"([^\"]*)\"}");
    private static final Pattern JSON_ARN = Pattern.compile("\"CertificateArn\":\"([^\"]*)\"");

    /**
     * Something that must be allowed.
     *
     * @param tags of the request
     * @param creating the operation that creates the resource to be tagged; empty elsewhere
     * @param there whether the resource is there already
     */
    private record Need(
            String action, String resource, SortedMap<String, String> tags, String creating, boolean there) {}

    static {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
    }

    private static Loaded.Valid model(String name) throws IOException {
        return Applied.read(Files.readString(FOLDER.resolve(name)), FOLDER);
    }

    private static Snapshot desired(Loaded.Valid loaded) {
        return Applied.desired(new AwsProvider(), loaded);
    }

    private static Policy policy(Loaded.Valid loaded, Duty duty) {
        return Permissions.of(desired(loaded), loaded.model().name(), "eu-west-1", duty);
    }

    /** What is called on the way from what is there to what is wanted. */
    private static List<Call> calls(AwsEmulator emulator, Loaded.Valid loaded, Snapshot wanted) {
        int before = emulator.calls().size();
        try (var account = new AwsProvider().open(loaded.model(), Access.at(emulator.endpoint()))) {
            var plan = Differ.diff(wanted, account.observe());
            assertThat(account.preflight(plan)).isEmpty();
            var report = Applied.apply(account, plan);
            assertThat(report.isComplete()).as(report.toString()).isTrue();
        }
        return emulator.calls().subList(before, emulator.calls().size());
    }

    @Test
    void thePolicyAllowsEachCallOnItsResourceWithItsTags() throws IOException {
        try (var emulator = AwsEmulator.start()) {
            for (var name : List.of("small", "features")) {
                var before = model(name + "-before.yaml");
                var after = model(name + "-after.yaml");
                var making = calls(emulator, before, desired(before));
                assertAllowed(policy(before, Duty.APPLY), making);
                if (name.equals("features")) {
                    // The small one has no rules; it needs some only while a target group takes the place of another.
                    assertNoPatternIsIdle(policy(before, Duty.APPLY), making);
                }
                assertAllowed(policy(after, Duty.APPLY), calls(emulator, after, desired(after)));
                assertAllowed(policy(after, Duty.PLAN), calls(emulator, after, desired(after)));
                assertAllowed(policy(after, Duty.APPLY), calls(emulator, after, Snapshot.EMPTY));
            }
        }
    }

    private static void assertAllowed(Policy policy, List<Call> calls) {
        assertThat(calls).isNotEmpty();
        assertThat(calls.stream().flatMap(call -> needs(call).stream()).distinct())
                .allSatisfy(need -> assertThat(policy.statements())
                        .as(need.toString())
                        .anyMatch(statement -> allows(statement, need)));
    }

    /** What may be created is no more than what is created. */
    private static void assertNoPatternIsIdle(Policy policy, List<Call> calls) {
        var needs = calls.stream().flatMap(call -> needs(call).stream()).toList();
        for (var statement : policy.statements()) {
            if (statement.equal().containsKey("aws:RequestTag/isobar:name")) {
                assertThat(statement.resources())
                        .as(statement.sid())
                        .allMatch(resource -> needs.stream()
                                .anyMatch(need -> allows(statement, need) && matches(resource, need.resource())));
            }
        }
    }

    private static boolean allows(Statement statement, Need need) {
        return statement.actions().contains(need.action())
                && statement.resources().stream().anyMatch(resource -> matches(resource, need.resource()))
                && statement.equal().entrySet().stream().allMatch(key -> holds(key.getKey(), key.getValue(), need));
    }

    private static boolean holds(String key, List<String> values, Need need) {
        if (key.startsWith("aws:RequestTag/")) {
            return values.contains(need.tags().getOrDefault(key.substring("aws:RequestTag/".length()), ""));
        }
        if (key.equals("elasticloadbalancing:CreateAction")) {
            return values.contains(need.creating());
        }
        assertThat(key).isEqualTo("aws:ResourceTag/isobar:name");
        return need.there();
    }

    /** With {@code *} for any number of characters and {@code ?} for one. */
    private static boolean matches(String pattern, String arn) {
        var regex = pattern.chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return arn.matches(regex);
    }

    private static List<Need> needs(Call call) {
        var action = call.service() + ":" + call.operation();
        return call.service().equals("acm") ? ofStore(call, action) : ofBalancing(call.operation(), action, form(call));
    }

    private static List<Need> ofStore(Call call, String action) {
        var tags = new TreeMap<String, String>();
        var found = JSON_TAG.matcher(call.body());
        while (found.find()) {
            tags.put(found.group(1), found.group(2));
        }
        var arn = JSON_ARN.matcher(call.body());
        boolean there = arn.find();
        // A certificate gets its ARN when it comes.
        var resource = there ? arn.group(1) : "arn:aws:acm:eu-west-1:123456789012:certificate/0";
        var needs = new ArrayList<>(List.of(new Need(action, resource, tags, "", there)));
        if (call.operation().equals("ImportCertificate") && !tags.isEmpty()) {
            needs.add(new Need("acm:AddTagsToCertificate", resource, tags, "", there));
        }
        return needs;
    }

    private static List<Need> ofBalancing(String operation, String action, SortedMap<String, String> form) {
        var tags = tags(form);
        if (operation.startsWith("Describe")) {
            return List.of(new Need(action, "*", tags, "", true));
        }
        if (operation.startsWith("Create")) {
            var name = form.getOrDefault("Name", "");
            return switch (operation) {
                case "CreateLoadBalancer" ->
                    created(
                            action,
                            BALANCING + "loadbalancer/"
                                    + (form.getOrDefault("Type", "").equals("network") ? "net/" : "app/") + name + "/0",
                            tags);
                case "CreateTargetGroup" -> created(action, BALANCING + "targetgroup/" + name + "/0", tags);
                case "CreateTrustStore" -> created(action, BALANCING + "truststore/" + name + "/0", tags);
                case "CreateListener" ->
                    createdIn(action, form.getOrDefault("LoadBalancerArn", ""), ":loadbalancer/", ":listener/", tags);
                case "CreateRule" ->
                    createdIn(action, form.getOrDefault("ListenerArn", ""), ":listener/", ":listener-rule/", tags);
                default -> throw new AssertionError(operation);
            };
        }
        return arns(form).stream()
                .map(arn -> new Need(action, arn, tags, "", true))
                .toList();
    }

    private static List<Need> created(String action, String arn, SortedMap<String, String> tags) {
        return List.of(
                new Need(action, arn, tags, "", false),
                new Need("elasticloadbalancing:AddTags", arn, tags, action.substring(action.indexOf(':') + 1), false));
    }

    private static List<Need> createdIn(
            String action, String parent, String from, String to, SortedMap<String, String> tags) {
        return List.of(
                new Need(action, parent, tags, "", true),
                new Need(
                        "elasticloadbalancing:AddTags",
                        parent.replace(from, to) + "/0",
                        tags,
                        action.substring(action.indexOf(':') + 1),
                        false));
    }

    /** The resources that a call names at its top, or lists. */
    private static SortedSet<String> arns(SortedMap<String, String> form) {
        var arns = new TreeSet<String>();
        form.forEach((key, value) -> {
            if (key.matches("(LoadBalancer|TargetGroup|Listener|Rule|TrustStore)Arn")
                    || key.matches("ResourceArns\\.member\\.\\d+")
                    || key.matches("RulePriorities\\.member\\.\\d+\\.RuleArn")) {
                arns.add(value);
            }
        });
        assertThat(arns).as(form.toString()).isNotEmpty();
        return arns;
    }

    private static SortedMap<String, String> tags(SortedMap<String, String> form) {
        var tags = new TreeMap<String, String>();
        form.forEach((key, value) -> {
            var member = MEMBER.matcher(key);
            if (member.matches() && key.endsWith(".Key") && key.startsWith("Tags.")) {
                tags.put(value, form.getOrDefault("Tags.member." + member.group(2) + ".Value", ""));
            }
        });
        return tags;
    }

    private static SortedMap<String, String> form(Call call) {
        return Stream.of(call.body().split("&", -1))
                .map(pair -> Arrays.asList(pair.split("=", 2)))
                .collect(Collectors.toMap(
                        pair -> decoded(pair.getFirst()),
                        pair -> decoded(pair.getLast()),
                        (_, last) -> last,
                        TreeMap::new));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
