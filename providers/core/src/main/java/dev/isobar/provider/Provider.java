package dev.isobar.provider;

import dev.isobar.model.Model;
import dev.isobar.model.file.Positions;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import java.util.List;
import java.util.Optional;

/** A cloud. Found by {@link java.util.ServiceLoader}; implementations have a public constructor without parameters. */
public interface Provider {
    /** As it is named on the command line, such as {@code aws}. */
    String name();

    /**
     * What the cloud does with a model, without asking it: whatever it carries in another way than the model says it, or
     * cannot carry. Empty: everything is carried just so.
     */
    List<Finding> check(Model model, Positions positions);

    /**
     * Where the cloud would send a request, by its own documented rules, in the group names of the model.
     *
     * @return empty where no listener takes the request, or where the cloud cannot carry the model
     */
    Optional<Decision> route(Model model, Positions positions, Request request);

    /**
     * The resources that carry a model, with the certificates that its files name now.
     *
     * @throws java.io.UncheckedIOException where a certificate file cannot be read
     */
    Translation<Snapshot> translate(Model model, Positions positions);

    /**
     * The model that resources carry, in the form that this cloud's resources have it: two snapshots that route in the
     * same way give models that do. Settings that the resources do not hold are not in it.
     *
     * @param file whose resources they are: where they stand
     * @return empty where the resources are too few for a model, as before the first apply
     */
    Optional<Model> model(Snapshot snapshot, Model file);

    /**
     * Reads load balancers that are there already, whoever made them. Nothing changes.
     *
     * @param names of the load balancers, as the cloud names them
     * @return a model of all of them together
     * @throws dev.isobar.provider.calls.CloudFailure where there is none of that name, or nothing of them can be said in a
     *     model
     */
    Imported importFrom(Access access, List<String> names);

    /**
     * What a caller must be allowed to do, and no more, in the form that the cloud takes it.
     *
     * @param duty what it is for
     * @throws dev.isobar.provider.calls.CloudFailure where the model does not say enough
     */
    String permissions(Model model, Positions positions, Duty duty);

    /** What permissions are for. */
    enum Duty {
        /** {@code plan}, {@code status} and {@code drift}: nothing changes. */
        PLAN,
        /** {@code apply} and {@code destroy}. */
        APPLY
    }

    /**
     * The account that a model belongs to. Nothing is called yet.
     *
     * @throws dev.isobar.provider.calls.CloudFailure where it is not said which account, region or credentials to use
     */
    Account open(Model model, Access access);
}
