package dev.isobar.aws.driver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The contract at LocalStack, where Docker and a token are at hand: its load balancing is only in the image that wants one.
 *
 * @see <a href="https://docs.localstack.cloud/references/coverage/coverage_elbv2/">What LocalStack implements</a>
 */
class LocalStackDriverTest extends DriverContract {
    private static final String TOKEN = "LOCALSTACK_AUTH_TOKEN";
    private static final String IMAGE = "isobar.test.localstack.image";

    private @Nullable LocalStackContainer container;
    private @Nullable NoTrustStores front;

    @Override
    Site open() throws IOException, InterruptedException {
        var token = System.getenv(TOKEN);
        assumeTrue(token != null && !token.isEmpty(), TOKEN + " is not set: LocalStack's load balancing wants one");
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker answers");
        var started = new LocalStackContainer(
                        DockerImageName.parse(System.getProperty(IMAGE, "localstack/localstack-pro:latest")))
                .withEnv(TOKEN, token);
        container = started;
        started.start();
        var asked = NoTrustStores.before(started.getEndpoint());
        front = asked;
        return new Site(asked.endpoint(), RawNetwork.make(started.getEndpoint()), List.of("10.0.1.1", "10.0.2.2"));
    }

    @Override
    void stop() {
        if (front != null) {
            front.close();
        }
        if (container != null) {
            container.stop();
        }
    }
}
