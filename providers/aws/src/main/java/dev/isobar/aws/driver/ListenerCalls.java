package dev.isobar.aws.driver;

import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.Listener.CertificateSource;
import dev.isobar.aws.resources.Listener.Mode;
import dev.isobar.aws.resources.Listener.MutualAuthentication;
import dev.isobar.aws.resources.Listener.Tls;
import dev.isobar.aws.resources.Listener.TrustStoreSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CertificateNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.MutualAuthenticationAttributes;

/** Makes, changes and removes listeners. */
final class ListenerCalls {
    /** What a listener does that is told nothing. */
    private static final MutualAuthentication UNASKED = new MutualAuthentication.Unverified(Mode.OFF);

    private final Session session;

    ListenerCalls(Session session) {
        this.session = session;
    }

    void create(Listener listener) {
        var answer = session.wire()
                .call(
                        "CreateListener",
                        Session.FRESH,
                        () -> session.clients().balancing().createListener(request -> {
                            request.loadBalancerArn(session.ids().arn(listener.loadBalancer()))
                                    .protocol(listener.endpoint().protocol().name())
                                    .port(listener.endpoint().port())
                                    .defaultActions(ActionWords.write(listener.defaultAction(), session.ids()))
                                    .tags(Marks.tags(Marks.written(listener.tags())));
                            listener.tls().ifPresent(tls -> {
                                request.sslPolicy(tls.sslPolicy()).certificates(byDefault(tls));
                                if (!tls.mutualAuthentication().equals(UNASKED)) {
                                    request.mutualAuthentication(mutualAuthentication(tls));
                                }
                            });
                        }));
        session.ids().put(listener.ref(), answer.listeners().getFirst().listenerArn());
        session.wire()
                .run(List.of(
                        () -> attributes(
                                listener,
                                ManagedAttributes.usual(listener.endpoint().protocol())),
                        () -> add(listener, others(listener))));
    }

    /** New certificates come before the default changes, and old ones go after, so that none is missing in between. */
    void update(Listener before, Listener after) {
        var arn = session.ids().arn(after.ref());
        var added = new ArrayList<>(others(after));
        added.removeAll(others(before));
        if (before.tls().isPresent()) {
            add(after, added);
        }
        var works = new ArrayList<Runnable>();
        if (!settings(before).equals(settings(after))) {
            works.add(() -> modify(before, after));
        }
        works.add(() -> attributes(after, before.attributes()));
        works.add(() -> tags(before, after));
        session.wire().run(works);
        if (before.tls().isEmpty()) {
            add(after, added);
        } else {
            // Nobody says whether the default can be one of the others too, and becomes one when another takes its
            // place.
            added.retainAll(before.tls().get().certificates().subList(0, 1));
            add(after, added);
        }
        if (before.tls().isPresent() && after.tls().isPresent()) {
            // The default of before too: it may be in the list as well, since the service does not let a default leave
            // it.
            var removed = new ArrayList<>(before.tls().get().certificates());
            removed.removeAll(after.tls().get().certificates());
            if (!removed.isEmpty()) {
                session.wire().call("RemoveListenerCertificates", () -> {
                    try {
                        session.clients()
                                .balancing()
                                .removeListenerCertificates(
                                        request -> request.listenerArn(arn).certificates(certificates(removed)));
                    } catch (CertificateNotFoundException e) {
                        // The listener does not show them, as it should not.
                    }
                    return arn;
                });
            }
        }
    }

    /** What {@code ModifyListener} changes. */
    private static Listener settings(Listener listener) {
        var tls = listener.tls()
                .map(with -> new Tls(with.sslPolicy(), with.certificates().subList(0, 1), with.mutualAuthentication()));
        return new Listener(
                listener.loadBalancer(), listener.endpoint(), tls, listener.defaultAction(), new TreeMap<>());
    }

    private void modify(Listener before, Listener after) {
        session.wire()
                .call(
                        "ModifyListener",
                        Session.FRESH,
                        () -> session.clients().balancing().modifyListener(request -> {
                            request.listenerArn(session.ids().arn(after.ref()))
                                    .protocol(after.endpoint().protocol().name())
                                    .port(after.endpoint().port())
                                    .defaultActions(ActionWords.write(after.defaultAction(), session.ids()));
                            after.tls().ifPresent(tls -> {
                                request.sslPolicy(tls.sslPolicy()).certificates(byDefault(tls));
                                if (!before.tls()
                                        .map(Tls::mutualAuthentication)
                                        .orElse(UNASKED)
                                        .equals(tls.mutualAuthentication())) {
                                    request.mutualAuthentication(mutualAuthentication(tls));
                                }
                            });
                        }));
    }

    /** The rules of a listener have its tags. Theirs come first: where they do not come, the listener's still differ. */
    private void tags(Listener before, Listener after) {
        var added = TagCalls.added(before.tags(), after.tags());
        var removed = Marks.removed(before.tags(), after.tags());
        if (added.isEmpty() && removed.isEmpty()) {
            return;
        }
        var calls = new TagCalls(session);
        var rules = session.world().rules(after.ref());
        if (before.tags().getOrDefault(Marks.ID, "").equals(after.tags().getOrDefault(Marks.ID, ""))) {
            calls.change(rules, before.tags(), after.tags());
        } else {
            var withoutId = new TreeMap<>(after.tags());
            withoutId.remove(Marks.ID);
            var withoutIdBefore = new TreeMap<>(before.tags());
            withoutIdBefore.remove(Marks.ID);
            calls.change(rules, withoutIdBefore, withoutId);
        }
        calls.change(List.of(session.ids().arn(after.ref())), before.tags(), after.tags());
    }

    private void attributes(Listener listener, SortedMap<String, String> before) {
        var changed = ManagedAttributes.changed(before, listener.attributes());
        if (changed.isEmpty()) {
            return;
        }
        var attributes = changed.entrySet().stream()
                .map(attribute -> ListenerAttribute.builder()
                        .key(attribute.getKey())
                        .value(attribute.getValue())
                        .build())
                .toList();
        var arn = session.ids().arn(listener.ref());
        session.wire()
                .call(
                        "ModifyListenerAttributes",
                        Session.FRESH,
                        () -> session.clients()
                                .balancing()
                                .modifyListenerAttributes(
                                        request -> request.listenerArn(arn).attributes(attributes)));
    }

    private void add(Listener listener, List<CertificateSource> added) {
        if (added.isEmpty()) {
            return;
        }
        var arn = session.ids().arn(listener.ref());
        session.wire()
                .call(
                        "AddListenerCertificates",
                        Session.FRESH,
                        () -> session.clients()
                                .balancing()
                                .addListenerCertificates(
                                        request -> request.listenerArn(arn).certificates(certificates(added))));
    }

    private MutualAuthenticationAttributes mutualAuthentication(Tls tls) {
        var written = MutualAuthenticationAttributes.builder();
        switch (tls.mutualAuthentication()) {
            case MutualAuthentication.Unverified(var mode) ->
                written.mode(
                        switch (mode) {
                            case OFF -> "off";
                            case PASSTHROUGH -> "passthrough";
                        });
            case MutualAuthentication.Verify(var trustStore, boolean ignoresExpiry) ->
                written.mode("verify")
                        .trustStoreArn(
                                switch (trustStore) {
                                    case TrustStoreSource.Arn(var arn) -> arn;
                                    case TrustStoreSource.Made(var ref) ->
                                        session.ids().arn(ref);
                                })
                        .ignoreClientCertificateExpiry(ignoresExpiry);
        }
        return written.build();
    }

    private static List<CertificateSource> others(Listener listener) {
        return listener.tls()
                .map(tls -> tls.certificates().subList(1, tls.certificates().size()))
                .orElse(List.of());
    }

    private List<Certificate> byDefault(Tls tls) {
        return certificates(tls.certificates().subList(0, 1));
    }

    private List<Certificate> certificates(List<CertificateSource> sources) {
        return sources.stream()
                .map(source -> Certificate.builder().certificateArn(arn(source)).build())
                .toList();
    }

    private String arn(CertificateSource source) {
        return switch (source) {
            case CertificateSource.Arn(var arn) -> arn;
            case CertificateSource.Imported(var certificate) -> session.ids().arn(certificate);
        };
    }

    /** With its rules. */
    void delete(Listener listener) {
        session.ids()
                .find(listener.ref())
                .ifPresent(arn -> session.wire().call("DeleteListener", () -> {
                    try {
                        session.clients().balancing().deleteListener(request -> request.listenerArn(arn));
                    } catch (ListenerNotFoundException e) {
                        // It is gone, as it should be.
                    }
                    return arn;
                }));
    }
}
