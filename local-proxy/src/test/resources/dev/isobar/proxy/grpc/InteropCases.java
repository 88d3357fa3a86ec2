import io.grpc.testing.integration.TestServiceClient;

/** Runs gRPC's interoperability client for each case of the first argument, with the other arguments, in one process. */
public final class InteropCases {
    private InteropCases() {}

    public static void main(String[] arguments) {
        for (var name : arguments[0].split(",")) {
            var all = arguments.clone();
            all[0] = "--test_case=" + name;
            try {
                TestServiceClient.main(all);
                System.out.println("passed " + name);
            } catch (Throwable e) { // Assertions of the client are errors.
                System.out.println("failed " + name);
                e.printStackTrace(System.out);
            }
        }
    }
}
