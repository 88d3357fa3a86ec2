package dev.isobar.gcp.emulator;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.cloud.compute.v1.Compute;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The methods of the API and their places on the wire, as the vendor's own description of it says, which the message
 * classes carry.
 */
final class Contract {
    private static final String ROOT = "/compute/v1/";

    /** The methods of each verb that have as many segments; those with fewer parameters first. */
    private final Map<String, List<Method>> methods = new HashMap<>();

    /**
     * A method.
     *
     * @param service such as {@code UrlMaps}
     * @param name such as {@code Insert}
     * @param template the segments of its path; parameters are in braces
     * @param body the field of the request that the body of the message is
     */
    record Method(
            String service, String name, MethodDescriptor descriptor, List<String> template, Optional<String> body) {
        /** Whether it changes nothing. */
        boolean reads() {
            return descriptor.getOptions().getExtension(AnnotationsProto.http).getPatternCase()
                    == HttpRule.PatternCase.GET;
        }

        Descriptor request() {
            return descriptor.getInputType();
        }

        Descriptor answer() {
            return descriptor.getOutputType();
        }

        /** The kind of message that is the body; for methods that have one. */
        Message content() {
            return DynamicMessage.getDefaultInstance(
                    request().findFieldByName(body.orElseThrow()).getMessageType());
        }

        /** A field of the request that a query may set. */
        Optional<FieldDescriptor> parameter(String jsonName) {
            return request().getFields().stream()
                    .filter(field -> field.getJsonName().equals(jsonName)
                            && !template.contains("{" + field.getName() + "}")
                            && !body.equals(Optional.of(field.getName())))
                    .findFirst();
        }

        private boolean matches(List<String> segments) {
            for (int i = 0; i < segments.size(); i++) {
                var wanted = template.get(i);
                if (!wanted.startsWith("{") && !wanted.equals(segments.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private Map<String, String> values(List<String> segments) {
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                var wanted = template.get(i);
                if (wanted.startsWith("{")) {
                    values.put(wanted.substring(1, wanted.length() - 1), segments.get(i));
                }
            }
            return values;
        }

        private long parameters() {
            return template.stream().filter(segment -> segment.startsWith("{")).count();
        }
    }

    /** A method, and the parameters in the path, by the names of the fields. */
    record Route(Method method, Map<String, String> values) {}

    Contract() {
        for (var service : Compute.getDescriptor().getServices()) {
            for (var method : service.getMethods()) {
                add(service.getName(), method, method.getOptions().getExtension(AnnotationsProto.http));
            }
        }
        methods.values().forEach(some -> some.sort(Comparator.comparingLong(Method::parameters)));
    }

    private void add(String service, MethodDescriptor descriptor, HttpRule rule) {
        var path = switch (rule.getPatternCase()) {
            case GET -> rule.getGet();
            case PUT -> rule.getPut();
            case POST -> rule.getPost();
            case DELETE -> rule.getDelete();
            case PATCH -> rule.getPatch();
            case CUSTOM, PATTERN_NOT_SET ->
                throw new IllegalStateException(descriptor.getFullName() + " has no place on the wire");
        };
        var template = Arrays.asList(path.substring(ROOT.length()).split("/", -1));
        var body = Optional.of(rule.getBody()).filter(name -> !name.isEmpty());
        methods.computeIfAbsent(key(rule.getPatternCase().name(), template.size()), _ -> new ArrayList<>())
                .add(new Method(service, descriptor.getName(), descriptor, template, body));
    }

    /** @param path that of the URL, decoded */
    Optional<Route> route(String verb, String path) {
        if (!path.startsWith(ROOT)) {
            return Optional.empty();
        }
        var segments = Arrays.asList(path.substring(ROOT.length()).split("/", -1));
        return methods.getOrDefault(key(verb, segments.size()), List.of()).stream()
                .filter(method -> method.matches(segments))
                .findFirst()
                .map(method -> new Route(method, method.values(segments)));
    }

    private static String key(String verb, int segments) {
        return verb + " " + segments;
    }
}
