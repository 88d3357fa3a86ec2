package dev.isobar.gcp.emulator;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Cuts lists into pages, filtered and in order. A token names the last item of the page before. */
final class Pages {
    private static final int MOST = 500;

    private Pages() {}

    /** @param next the token of the page after; empty at the end */
    private record Page(List<Message> items, Optional<String> next) {}

    /**
     * The answer of a method that lists.
     *
     * @param type what the answer says of its kind, such as {@code compute#urlMapList}
     */
    static Message list(Store store, Request request, String type, List<Message> all) {
        var answer = answer(request, type);
        var page = page(store, request, all);
        var items = request.method().answer().findFieldByName("items");
        page.items().forEach(item -> answer.addRepeatedField(items, item));
        return finished(answer, page);
    }

    /**
     * The answer of a method that lists all scopes.
     *
     * @param scopes those that are shown, even without items
     */
    static Message aggregated(Store store, Request request, String type, List<Scope> scopes, List<Message> all) {
        var answer = answer(request, type);
        var page = page(store, request, all);
        var items = request.method().answer().findFieldByName("items");
        Map<String, List<Message>> parts = new TreeMap<>();
        scopes.forEach(scope -> parts.put(scope.path(), List.of()));
        page.items()
                .forEach(item -> parts.merge(
                        scope(store, item),
                        List.of(item),
                        (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
        parts.forEach((scope, some) -> answer.addRepeatedField(items, entry(items, scope, some)));
        return finished(answer, page);
    }

    private static Message entry(FieldDescriptor items, String scope, List<Message> some) {
        var type = items.getMessageType();
        var value = type.findFieldByName("value");
        var part = DynamicMessage.newBuilder(value.getMessageType());
        if (some.isEmpty()) {
            var warning = value.getMessageType().findFieldByName("warning");
            var said = DynamicMessage.newBuilder(warning.getMessageType());
            said.setField(warning.getMessageType().findFieldByName("code"), "NO_RESULTS_ON_PAGE");
            said.setField(
                    warning.getMessageType().findFieldByName("message"),
                    "There are no results for scope '%s' on this page.".formatted(scope));
            part.setField(warning, said.build());
        } else {
            var list = value.getMessageType().getFields().stream()
                    .filter(FieldDescriptor::isRepeated)
                    .findFirst()
                    .orElseThrow();
            some.forEach(item -> part.addRepeatedField(list, item));
        }
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("key"), scope)
                .setField(value, part.build())
                .build();
    }

    private static String scope(Store store, Message item) {
        return Link.parse(key(item), store.settings().project().id())
                .orElseThrow()
                .scope()
                .path();
    }

    private static DynamicMessage.Builder answer(Request request, String type) {
        var answer = DynamicMessage.newBuilder(request.method().answer());
        set(answer, "kind", type);
        set(answer, "id", String.join("/", request.method().template()));
        set(answer, "self_link", Link.ROOT + "projects/" + request.value("project"));
        return answer;
    }

    private static Message finished(DynamicMessage.Builder answer, Page page) {
        page.next().ifPresent(token -> set(answer, "next_page_token", token));
        return answer.build();
    }

    /** Sets a field, where answers of this kind have it. */
    private static void set(DynamicMessage.Builder answer, String name, String value) {
        Optional.ofNullable(answer.getDescriptorForType().findFieldByName(name))
                .ifPresent(field -> answer.setField(field, value));
    }

    private static Page page(Store store, Request request, List<Message> all) {
        var filter = Filter.parse(request.find("filter").orElse(""));
        var some = all.stream().filter(filter::holds).sorted(order(request)).toList();
        int from = request.find("page_token").map(token -> after(some, token)).orElse(0);
        int to = from
                + Math.min(
                        some.size() - from,
                        Math.min(size(request), store.settings().pace().pageSize()));
        return new Page(
                some.subList(from, to), to == some.size() ? Optional.empty() : Optional.of(token(some.get(to - 1))));
    }

    private static Comparator<Message> order(Request request) {
        var order = request.find("order_by").orElse("name");
        return switch (order) {
            case "name" ->
                Comparator.<Message, String>comparing(item -> Messages.text(item, "name"))
                        .thenComparing(item -> Messages.text(item, "self_link"));
            case "creationTimestamp desc" ->
                Comparator.comparing(
                        item -> Messages.text(item, "creation_timestamp") + Messages.text(item, "insert_time"),
                        Collections.reverseOrder());
            default ->
                throw ApiError.invalid("orderBy", order, "Only 'name' and 'creationTimestamp desc' are supported.");
        };
    }

    private static int size(Request request) {
        var text = request.find("max_results").orElse("500");
        int size = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : MOST + 1;
        if (size > MOST) {
            throw ApiError.invalid("maxResults", text, "Values must be within the range: [0, 500]");
        }
        return size == 0 ? MOST : size;
    }

    private static int after(List<Message> items, String token) {
        for (int i = 0; i < items.size(); i++) {
            if (token(items.get(i)).equals(token)) {
                return i + 1;
            }
        }
        throw ApiError.invalid("pageToken", token, "Invalid page token.");
    }

    private static String token(Message item) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key(item).getBytes(StandardCharsets.UTF_8));
    }

    private static String key(Message item) {
        var url = Messages.text(item, "self_link");
        return url.isEmpty() ? Messages.fingerprint(item) : url;
    }
}
