package dev.isobar.cli.memory;

import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;
import java.util.Set;
import java.util.TreeSet;

/** What the cloud knows, in nearly the words of the model. */
sealed interface MemoryResource extends Resource {
    /** @param zone cannot change: another zone is another balancer */
    record Balancer(String name, String zone) implements MemoryResource {
        static Ref ref(String name, String zone) {
            return new Ref("Balancer", name + "-" + zone);
        }

        @Override
        public Ref ref() {
            return ref(name, zone);
        }

        @Override
        public Set<Ref> uses() {
            return Set.of();
        }

        @Override
        public boolean hasAddress() {
            return true;
        }
    }

    record Door(Ref balancer, Listener listener) implements MemoryResource {
        @Override
        public Ref ref() {
            return new Ref("Door", listener.name());
        }

        @Override
        public Set<Ref> uses() {
            var uses = new TreeSet<Ref>(Set.of(balancer));
            addGroups(uses, listener.table().otherwise());
            listener.table().rules().forEach(rule -> addGroups(uses, rule.action()));
            return uses;
        }

        private static void addGroups(Set<Ref> uses, Action action) {
            if (action instanceof Action.Forward forward) {
                forward.weights().keySet().forEach(name -> uses.add(new Ref("Pool", name)));
            }
        }
    }

    record Pool(TargetGroup group) implements MemoryResource {
        @Override
        public Ref ref() {
            return new Ref("Pool", group.name());
        }

        @Override
        public Set<Ref> uses() {
            return Set.of();
        }
    }
}
