package dev.isobar.proxy.http2;

import dev.isobar.proxy.http.Trailers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields behind a body. */
public final class TrailerFields {
    private TrailerFields() {}

    /** @return null where they are malformed */
    public static @Nullable Trailers read(Http2Headers headers) {
        var fields = new ArrayList<Trailers.Field>(headers.size());
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            var name = AsciiString.of(field.getKey());
            var value = AsciiString.of(field.getValue());
            if (!Octets.isName(name) || !Octets.isValue(value)) {
                return null;
            }
            fields.add(new Trailers.Field(name.toString(), value.toString()));
        }
        return new Trailers(fields);
    }

    public static Http2Headers of(Trailers trailers) {
        var fields = new AsciiString[trailers.fields().size() * 2];
        int at = 0;
        for (var field : trailers.fields()) {
            fields[at++] = new AsciiString(field.name());
            fields[at++] = new AsciiString(field.value());
        }
        return ReadOnlyHttp2Headers.trailers(false, fields);
    }
}
