package dev.isobar.gcp.emulator;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Fields of messages of any kind, by their names. */
final class Messages {
    private static final int FINGERPRINT_OCTETS = 8;

    private Messages() {}

    static Optional<FieldDescriptor> field(Message message, String name) {
        return Optional.ofNullable(message.getDescriptorForType().findFieldByName(name));
    }

    /** The value of a field that the message is known to have; its default where it is not set. */
    static Object value(Message message, String name) {
        return message.getField(field(message, name).orElseThrow());
    }

    /** The text of a field; empty where it is not set, or there is none. */
    static String text(Message message, String name) {
        return field(message, name).map(message::getField).map(String::valueOf).orElse("");
    }

    /** Sets a field, where the message has it. */
    static Message with(Message message, String name, Object value) {
        return field(message, name)
                .<Message>map(
                        known -> message.toBuilder().setField(known, value).build())
                .orElse(message);
    }

    static Message without(Message message, String name) {
        return field(message, name)
                .<Message>map(known -> message.toBuilder().clearField(known).build())
                .orElse(message);
    }

    /** The field as another message of the kind has it, set or not. */
    static Message as(Message message, String name, Message other) {
        var known = field(message, name);
        return known.isPresent() && set(other, known.get())
                ? with(message, name, other.getField(known.get()))
                : without(message, name);
    }

    static boolean set(Message message, FieldDescriptor field) {
        return field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
    }

    /** A hash of the content, as short as those of the service. */
    static String fingerprint(Message message) {
        var octets = new byte[message.getSerializedSize()];
        var out = CodedOutputStream.newInstance(octets);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
            var hash = MessageDigest.getInstance("SHA-256").digest(octets);
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, FINGERPRINT_OCTETS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
