package dev.isobar.aws.emulator;

/** One operation of a service. */
interface Operation {
    /**
     * Changes the store and answers. The store is a copy: what an operation that refuses has changed is lost.
     *
     * @throws ApiError where the service refuses
     */
    Tree answer(Store store, Tree parameters);
}
