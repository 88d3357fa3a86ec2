package dev.isobar.aws.driver;

import dev.isobar.provider.Ref;
import dev.isobar.provider.calls.CloudFailure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What AWS calls our resources: ARNs, which nobody can guess. Safe for many threads. */
final class Ids {
    private final Map<Ref, String> arns = new ConcurrentHashMap<>();
    private final Map<String, Ref> refs = new ConcurrentHashMap<>();

    void put(Ref ref, String arn) {
        arns.put(ref, arn);
        refs.put(arn, ref);
    }

    void remove(Ref ref) {
        var arn = arns.remove(ref);
        if (arn != null) {
            refs.remove(arn);
        }
    }

    Optional<String> find(Ref ref) {
        return Optional.ofNullable(arns.get(ref));
    }

    Map<Ref, String> all() {
        return Map.copyOf(arns);
    }

    /** @throws CloudFailure where it is not there (any more) */
    String arn(Ref ref) {
        return find(ref)
                .orElseThrow(() ->
                        new CloudFailure(ref + " is not there", "something else removed it meanwhile: run plan again"));
    }

    /** The resource of ours that AWS calls so. */
    Optional<Ref> ref(String arn) {
        return Optional.ofNullable(refs.get(arn));
    }

    /** Also of a target group that is not ours: its whole ARN is the name then, which no plan can want. */
    Ref groupRef(String arn) {
        return ref(arn).orElseGet(() -> new Ref("TargetGroup", arn));
    }
}
