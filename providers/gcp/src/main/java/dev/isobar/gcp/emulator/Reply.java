package dev.isobar.gcp.emulator;

import com.google.protobuf.Message;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What is sent back.
 *
 * @param outcome {@code OK} or the reason of an error
 */
record Reply(int status, String body, String outcome) {
    static Reply of(Message answer) {
        return new Reply(200, Json.print(answer), "OK");
    }

    /** @see <a href="https://cloud.google.com/apis/design/errors#http_mapping">the shape of errors</a> */
    static Reply of(ApiError error) {
        var whole = JsonNodeFactory.instance.objectNode();
        var said = whole.putObject("error").put("code", error.status()).put("message", error.text());
        said.putArray("errors")
                .addObject()
                .put("message", error.text())
                .put("domain", "global")
                .put("reason", error.reason());
        return new Reply(error.status(), whole.toPrettyString(), error.reason());
    }
}
