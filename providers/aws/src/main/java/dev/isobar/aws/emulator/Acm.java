package dev.isobar.aws.emulator;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * AWS Certificate Manager on the wire: JSON 1.1.
 *
 * @see <a href="https://docs.aws.amazon.com/acm/latest/APIReference/Welcome.html">API reference</a>
 */
final class Acm implements Service {
    private static final String PREFIX = "CertificateManager.";

    private final JsonMapper mapper = JsonMapper.builder().build();
    private final Map<String, Certificates.Operation> operations = Certificates.OPERATIONS;

    @Override
    public String operation(Message message) {
        return message.target().startsWith(PREFIX) ? message.target().substring(PREFIX.length()) : "";
    }

    @Override
    public String answer(Store store, Message message, String requestId) {
        var operation = operations.get(operation(message));
        if (operation == null) {
            throw ApiError.of("UnknownOperationException", message.target() + " is not supported by the emulator");
        }
        return mapper.writeValueAsString(operation.answer(store, parameters(message), mapper.createObjectNode()));
    }

    private JsonNode parameters(Message message) {
        try {
            return mapper.readTree(message.body());
        } catch (JacksonException e) {
            throw ApiError.of("SerializationException", "The body is not JSON: " + e.getOriginalMessage());
        }
    }

    @Override
    public String refusal(ApiError error, String requestId) {
        ObjectNode said = mapper.createObjectNode();
        said.put("__type", error.code());
        said.put("message", error.text());
        return mapper.writeValueAsString(said);
    }

    @Override
    public String contentType() {
        return "application/x-amz-json-1.1";
    }

    @Override
    public ApiError throttled() {
        return ApiError.of("ThrottlingException", "Rate exceeded");
    }
}
