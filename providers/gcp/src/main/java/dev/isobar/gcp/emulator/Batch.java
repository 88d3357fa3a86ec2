package dev.isobar.gcp.emulator;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Several calls in one, as the command line of the vendor sends them: each part is an HTTP request.
 *
 * @see <a href="https://cloud.google.com/compute/docs/api/how-tos/batch">Batching requests</a>
 */
final class Batch {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern CONTENT_ID = Pattern.compile("(?im)^content-id:\\s*<?(.+?)>?\\s*$");
    static final String ANSWER_BOUNDARY = "batch_isobar";

    private Batch() {}

    /** One of the calls. */
    record Part(String id, String verb, URI url, String body) {}

    /** @throws ApiError where the body is not what its type says */
    static List<Part> parse(String contentType, String body) {
        var boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw ApiError.of(400, "badRequest", "A batch has a boundary.");
        }
        return Arrays.stream(body.replace("\r\n", "\n").split("--" + Pattern.quote(boundary.group(1)), -1))
                .filter(part -> part.contains("HTTP/1.1"))
                .map(Batch::part)
                .toList();
    }

    private static Part part(String text) {
        var sections = text.strip().split("\n\n", 3);
        var id = CONTENT_ID.matcher(sections[0]);
        if (sections.length < 2 || !id.find()) {
            throw ApiError.of(400, "badRequest", "A part of a batch has a content id and a request.");
        }
        var first = sections[1].lines().findFirst().orElse("").split(" ", 3);
        return new Part(id.group(1), first[0], URI.create(first[1]), sections.length == 3 ? sections[2] : "");
    }

    /** @param replies to the parts, in their order */
    static String answer(List<Part> parts, List<Reply> replies) {
        var text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            var reply = replies.get(i);
            text.append("--%s\r\nContent-Type: application/http\r\nContent-ID: <response-%s>\r\n\r\n"
                    .formatted(ANSWER_BOUNDARY, parts.get(i).id()));
            text.append("HTTP/1.1 %d %s\r\nContent-Type: application/json\r\n\r\n%s\r\n"
                    .formatted(reply.status(), reply.outcome(), reply.body()));
        }
        return text.append("--").append(ANSWER_BOUNDARY).append("--").toString();
    }
}
