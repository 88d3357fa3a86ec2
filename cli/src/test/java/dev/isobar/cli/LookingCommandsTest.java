package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.cli.memory.MemoryCloud.Trouble;
import dev.isobar.provider.Ref;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** {@code status}, {@code drift} and {@code destroy}. */
class LookingCommandsTest {
    @Test
    void statusSaysHowItIsDoing() {
        var memory = Memory.withShop();
        var result = memory.run("status", Memory.BEFORE);
        assertThat(result.code()).isZero();
        Golden.check("status/fine.txt", result.out());
        Golden.check(
                "status/fine.json",
                memory.run("status", Memory.BEFORE, "--json").out());
    }

    @Test
    void statusSaysThatThereIsDriftOrNothing() {
        var memory = Memory.withShop();
        memory.cloud().remove(new Ref("Door", "admin"));
        assertThat(memory.run("status", Memory.BEFORE).out())
                .endsWith("\n1 resource differs from the file: see isobar drift\n");
        var nothing = new Memory().run("status", Memory.BEFORE);
        assertThat(nothing.code()).isZero();
        assertThat(nothing.out()).startsWith("nothing of this file is there\n");
    }

    @Test
    void driftSaysWhatSomebodyChanged() {
        var memory = Memory.withShop();
        assertThat(memory.run("drift", Memory.BEFORE)).isEqualTo(new Shell.Result(0, "No drift.\n", ""));

        var other = Memory.withShop();
        other.run("apply", Memory.AFTER, "--auto-approve");
        memory.cloud()
                .put(Objects.requireNonNull(other.cloud().snapshot().resources().get(new Ref("Pool", "web"))));
        memory.cloud().remove(new Ref("Door", "admin"));
        memory.cloud()
                .put(Objects.requireNonNull(other.cloud().snapshot().resources().get(new Ref("Pool", "api-v2"))));
        var drift = memory.run("drift", Memory.BEFORE);
        assertThat(drift.code()).isEqualTo(2);
        Golden.check("drift/three.txt", drift.out());
        Golden.check(
                "drift/three.json", memory.run("drift", Memory.BEFORE, "--json").out());
    }

    @Test
    void errorsOfDriftAreNoDrift() {
        assertThat(new Memory()
                        .run("drift", "src/test/resources/files/invalid.yaml")
                        .code())
                .isEqualTo(1);
        assertThat(Shell.run("drift").code()).isEqualTo(1);
        assertThat(Shell.run("drift", Memory.BEFORE, "--to", "nowhere").code()).isEqualTo(1);
    }

    @Test
    void destroyLeavesNothing() {
        var memory = Memory.withShop();
        var result = memory.run("destroy", Memory.BEFORE, "--auto-approve");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("0 to create, 0 to change, 5 to delete\n", "Done: 0 created");
        assertThat(memory.cloud().snapshot().resources()).isEmpty();
        assertThat(memory.run("destroy", Memory.BEFORE, "--auto-approve").out()).isEqualTo("No changes.\n");
    }

    @Test
    void destroyAsksForTheNameOfTheLoadBalancer() {
        var memory = Memory.withShop();
        var refused = memory.onTerminal("yes\n", "destroy", Memory.BEFORE);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("type the name of the load balancer, shop:");
        assertThat(memory.run("plan", Memory.BEFORE).out()).endsWith("No changes.\n");
        assertThat(memory.onTerminal("shop\n", "destroy", Memory.BEFORE).code()).isZero();
        assertThat(memory.cloud().snapshot().resources()).isEmpty();
    }

    @Test
    void destroyDoesNotForceWhatIsProtected() {
        var memory = Memory.withShop();
        memory.cloud().obstacle("Balancer/shop-here is protected against deletion");
        assertThat(memory.run("destroy", Memory.BEFORE, "--auto-approve").code())
                .isEqualTo(1);
        assertThat(memory.run("plan", Memory.BEFORE).out()).endsWith("No changes.\n");
    }

    @Test
    void destroySaysWhatFailed() {
        var memory = Memory.withShop();
        memory.cloud().trouble(new Ref("Pool", "api"), Trouble.REFUSED);
        var result = memory.run("destroy", Memory.BEFORE, "--auto-approve");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("failed:\n  - Pool/api\n      the memory is full\n");
    }

    @Test
    void policyPrintsWhatTheCloudTakes() {
        assertThat(Shell.run("policy", Memory.BEFORE, "--to", "memory", "--for", "plan")
                        .out())
                .isEqualTo("{ \"remember\": \"PLAN\" }\n");
        assertThat(Shell.run("policy", Memory.BEFORE, "--to", "memory").out()).contains("APPLY");
        assertThat(Shell.run("policy", Memory.BEFORE, "--to", "memory", "--for", "all")
                        .code())
                .isEqualTo(2);
    }
}
