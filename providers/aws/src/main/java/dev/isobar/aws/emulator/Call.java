package dev.isobar.aws.emulator;

/**
 * A call that came in.
 *
 * @param service {@code elasticloadbalancing}, {@code acm} or {@code ec2}
 * @param outcome {@code OK}, the code of an error, or in words what became of the answer
 */
public record Call(String service, String operation, String outcome) {}
