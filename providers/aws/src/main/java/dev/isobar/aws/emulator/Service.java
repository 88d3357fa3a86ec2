package dev.isobar.aws.emulator;

/** One service on the wire. */
interface Service {
    /**
     * What a client sends.
     *
     * @param target the field {@code X-Amz-Target}; empty where there is none
     */
    record Message(String target, String body) {}

    /** The name of the operation, as the message has it. */
    String operation(Message message);

    /**
     * The body of the answer. Changes the store, which is a copy.
     *
     * @throws ApiError where the service refuses
     */
    String answer(Store store, Message message, String requestId);

    /** The body of an answer that refuses. */
    String refusal(ApiError error, String requestId);

    String contentType();

    /** What the service says to a client that calls too often. */
    ApiError throttled();
}
