package dev.isobar.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.isobar.model.Model;
import dev.isobar.model.generate.Models;
import dev.isobar.model.generate.Pick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is written reads back as it was. */
class WriteLawTest {
    private static final int MODELS = 1_500;

    private static Loaded read(String text) {
        return ModelFile.read(List.of(new Source("written.yaml", text, Path.of(""))), Map.of("HOME", "wrong"));
    }

    @Test
    void readingAWrittenModelGivesTheSameModelInTheLayoutOfFmt() {
        long seed = Pick.seed("WriteLawTest");
        int hidden = 0;
        for (long i = 0; i < MODELS; i++) {
            var model = Models.any(Pick.from(seed + i));
            var text = ModelFile.write(model);
            switch (read(text)) {
                case Loaded.Valid(var same, var _, var _) ->
                    assertThat(same).as("seed %d: %s", seed + i, text).isEqualTo(model);
                // Which rule hides another is left to chance; that the text says the model, the writer checks itself.
                case Loaded.Invalid(var problems) -> {
                    hidden++;
                    assertThat(problems)
                            .as("seed %d: %s", seed + i, text)
                            .allMatch(problem ->
                                    !problem.isError() || problem.what().startsWith("no request reaches rule"));
                }
            }
            assertThat(ModelFile.format(new Source("written.yaml", text, Path.of(""))))
                    .as("seed %d", seed + i)
                    .isEqualTo(new ModelFile.Formatted.Done(text));
        }
        assertThat(hidden).as("models whose rules hide each other").isLessThan(MODELS / 2);
    }

    @Test
    void theExamplesSurviveReadingAndWriting() throws IOException {
        try (var files = Files.walk(Golden.root().resolve("examples"))) {
            for (var file : files.filter(each -> each.toString().endsWith(".yaml")
                            && !each.toString().contains("/target/"))
                    .toList()) {
                if (read(Files.readString(file)) instanceof Loaded.Valid(var model, var _, var _)) {
                    assertThat(read(ModelFile.write(model)))
                            .as("%s", file)
                            .isInstanceOfSatisfying(
                                    Loaded.Valid.class,
                                    same -> assertThat(same.model()).isEqualTo(model));
                }
            }
        }
    }

    @Test
    void writesWhatAPersonWouldWithCommentsWhereTheyBelong() throws IOException {
        var folder = Golden.root().resolve("model/src/test/resources/write");
        var text = Files.readString(folder.resolve("model.yaml"));
        if (!(read(text) instanceof Loaded.Valid(var model, var _, var _))) {
            throw new AssertionError(read(text));
        }
        var comments = new TreeMap<String, List<String>>();
        comments.put("", List.of("made by a test"));
        comments.put("listeners.https.rules[1].match.host", List.of("about a rule,", "in two lines"));
        comments.put("targetGroups.web.stickiness", List.of("about what is not there"));
        comments.put("certificates.shop", List.of("about a certificate"));
        comments.put("nowhere.at.all", List.of("about nothing"));
        Golden.verify(folder.resolve("written.yaml"), ModelFile.write(model, comments));
    }

    @Test
    void whatNoFileSaysIsNotWritten() {
        var model = Models.any(Pick.from(1));
        var listener = model.listeners().firstEntry().getValue();
        var misfiled = new Model(
                model.name(),
                model.labels(),
                new Model.Parts(
                        new TreeMap<>(Map.of("other", listener)),
                        new TreeMap<>(model.targetGroups()),
                        new TreeMap<>(model.certificates())),
                List.of(),
                model.place());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelFile.write(misfiled))
                .withMessageContaining("no file says this model");
    }
}
