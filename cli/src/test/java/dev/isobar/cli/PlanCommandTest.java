package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
    private static final String INVALID = "src/test/resources/files/invalid.yaml";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void saysWhatComesIntoBeing() {
        var result = new Memory().run("plan", Memory.BEFORE);
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        Golden.check("plan/first.txt", result.out());
    }

    @Test
    void saysWhatChangesInWordsOfTheModelFirst() {
        var memory = Memory.withShop();
        var result = memory.run("plan", Memory.AFTER);
        assertThat(result.code()).isZero();
        Golden.check("plan/change.txt", result.out());
    }

    @Test
    void printsJson() {
        var memory = Memory.withShop();
        Golden.check(
                "plan/change.json", memory.run("plan", Memory.AFTER, "--json").out());
        var none = memory.run("plan", Memory.BEFORE, "--json").out();
        assertThat(Json.parse(none).orElseThrow()).isInstanceOfSatisfying(Json.Members.class, plan -> {
            assertThat(plan.members()).containsOnlyKeys("changes", "routing", "findings");
            assertThat(plan.texts("changes")).isEmpty();
        });
    }

    @Test
    void changesNothing() {
        var memory = Memory.withShop();
        var before = memory.cloud().snapshot();
        memory.run("plan", Memory.AFTER);
        assertThat(memory.cloud().snapshot()).isEqualTo(before);
    }

    @Test
    void saysThatThereIsNothingToDo() {
        var memory = Memory.withShop();
        assertThat(memory.run("plan", Memory.BEFORE).out()).endsWith("\nNo changes.\n");
    }

    @Test
    void exitCodesTellChangesWhereTheyAreAsked() {
        var memory = Memory.withShop();
        assertThat(memory.run("plan", Memory.AFTER, "--detailed-exitcode").code())
                .isEqualTo(2);
        assertThat(memory.run("plan", Memory.BEFORE, "--detailed-exitcode").code())
                .isZero();
        assertThat(memory.run("plan", INVALID, "--detailed-exitcode").code()).isEqualTo(1);
        assertThat(memory.run("plan", "no-such-file", "--detailed-exitcode").code())
                .isEqualTo(1);
        assertThat(memory.run("plan", Memory.AFTER, "--detailed-exitcode", "--nonsense")
                        .code())
                .isEqualTo(1);
        assertThat(memory.run("plan", INVALID).code()).isEqualTo(2);
    }

    @Test
    void obstaclesAreShownAndFail() {
        var memory = new Memory();
        memory.cloud().obstacle("the quota of 2 pools is reached");
        var result = memory.run("plan", Memory.BEFORE);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("""
            In the way:
              the quota of 2 pools is reached
                  fix: ask for more
            """);
        assertThat(memory.run("plan", Memory.BEFORE, "--json").out()).contains("\"obstacles\": [");
    }

    @Test
    void marksAnAddressThatGoes() throws IOException {
        var memory = Memory.withShop();
        var moved = moved();
        assertThat(memory.run("plan", moved).out())
                .contains("- Balancer/shop-here  (its public address goes)\n")
                .contains("+ Balancer/shop-there\n");
        assertThat(memory.run("plan", moved, "--json").out()).contains("\"movesAddress\": true");
    }

    private String moved() throws IOException {
        return Files.writeString(
                        directory.resolve("moved.yaml"),
                        Shell.read(Path.of(Memory.BEFORE))
                                .replace("name: shop\n", "name: shop\nlabels: { zone: there }\n"))
                .toString();
    }

    @Test
    void restrictionsLeaveChangesOut() {
        var memory = Memory.withShop();
        assertThat(memory.run("plan", Memory.AFTER, "--no-delete").out())
                .doesNotContain("  - ")
                .endsWith("2 to create, 2 to change, 0 to delete; 1 left out, as the options want it\n");
        assertThat(memory.run("plan", Memory.AFTER, "--only", "Pool").out())
                .contains("+ Pool/api-v2", "~ Pool/web")
                .doesNotContain("Door")
                .doesNotContain("now goes to")
                .endsWith("1 to create, 1 to change, 0 to delete; 3 left out, as the options want it\n");
        // The door of http needs the pool api-v2, which must not be made.
        assertThat(memory.run("plan", Memory.AFTER, "--only", "Door").out())
                .contains("+ Door/https-free", "- Door/admin")
                .doesNotContain("Door/http\n")
                .endsWith("1 to create, 0 to change, 1 to delete; 3 left out, as the options want it\n");
        var unknown = memory.run("plan", Memory.AFTER, "--only", "Pol");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("there is no resource of this kind", "use some of Balancer, Door, Pool");
    }

    @Test
    void saysWhatTheCloudCannotCarry() throws IOException {
        var file = Files.writeString(directory.resolve("udp.yaml"), """
            isobar: v1
            name: dns
            listeners: { dns: { port: 53, protocol: udp, default: { forward: dns } } }
            targetGroups: { dns: { protocol: udp, targets: [10.0.0.1:53] } }
            """);
        var result = new Memory().run("plan", file.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("udp.yaml:3:14: memory has no UDP\n    fix: use TCP");
    }

    @Test
    void saysThatTheCloudCannotBeAsked() {
        var result = Shell.run("plan", Memory.BEFORE, "--to", "memory");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("isobar: it is not said where the memory is\n    fix: give --endpoint\n");
    }

    @Test
    void asksForTheCloudWhereTheFileDoesNotSayIt() {
        var result = Shell.run("plan", Memory.BEFORE);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("the file does not say which cloud it is for", "--to aws, azure, gcp or memory");
    }

    @Test
    void refusesAnEndpointThatIsNoUrl() {
        var result = Shell.run("plan", Memory.BEFORE, "--to", "memory", "--endpoint", "here");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--endpoint \"here\" is no URL");
    }

    @Test
    void aSavedPlanCannotNameStandardInput() {
        var result = new Memory()
                .run("plan", "-", "--out", directory.resolve("plan.json").toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("standard input");
        assertThat(new Memory().run("plan", Memory.BEFORE, "--out", "plan.txt").err())
                .contains("name it plan.txt.json");
    }
}
