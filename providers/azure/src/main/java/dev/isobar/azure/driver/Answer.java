package dev.isobar.azure.driver;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Resource Manager answers.
 *
 * @param body empty where there is none
 * @param operation where to ask for the state of an operation that goes on ({@code Azure-AsyncOperation})
 * @param location where the result of an operation will be
 * @param retryAfter how long to wait
 */
record Answer(
        int status,
        ObjectNode body,
        Optional<String> operation,
        Optional<String> location,
        Optional<Duration> retryAfter) {}
