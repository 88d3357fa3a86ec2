package dev.isobar.aws.emulator;

/**
 * A call that came in.
 *
 * @param service {@code elasticloadbalancing}, {@code acm} or {@code ec2}
 * @param outcome {@code OK}, the code of an error, or in words what became of the answer
 * @param body what was sent, as it came: a form, or JSON
 */
public record Call(String service, String operation, String outcome, String body) {
    /** Without the body, which may hold a key. */
    @Override
    public String toString() {
        return service + ":" + operation + " " + outcome;
    }
}
