package dev.isobar.aws.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.resources.RuleTable.Transform;
import dev.isobar.model.Location;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rewrite;
import dev.isobar.provider.Report;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a transform makes of a URL is what the model makes of its path, with the query behind it. */
class TransformsTest {
    private static final List<String> QUERIES = List.of("", "?", "?a=b", "?a=/v1/x?y");

    private static void agrees(PathRewrite rewrite, String matched, String... paths) {
        var transforms = new Transforms(new Report(_ -> new Location("-", 1, 1), "AWS"))
                .of(new Rewrite(Optional.of(rewrite), Optional.empty()), matched, "rule");
        assertThat(transforms).singleElement().isInstanceOfSatisfying(Transform.UrlRewrite.class, transform -> {
            var pattern = Pattern.compile(transform.regex());
            for (var path : paths) {
                for (var query : QUERIES) {
                    assertThat(pattern.matcher(path + query).replaceFirst(transform.replace()))
                            .as("%s of %s%s", transform, path, query)
                            .isEqualTo(rewrite.apply(path, matched) + query);
                }
            }
        });
    }

    @Test
    void wholePathsKeepTheQuery() {
        agrees(new PathRewrite.Whole("/new"), "/", "/", "/old", "/old/er");
    }

    @Test
    void prefixesAreReplaced() {
        agrees(new PathRewrite.Prefix("/api"), "/v1", "/v1", "/v1/", "/v1/users", "/v1/users/", "/v1/a.b/v1");
        agrees(new PathRewrite.Prefix("/"), "/v1", "/v1", "/v1/", "/v1/users", "/v1/users/");
        agrees(new PathRewrite.Prefix("/x"), "/a.b+c", "/a.b+c", "/a.b+c/d");
    }

    @Test
    void everyPathIsUnderTheRoot() {
        agrees(new PathRewrite.Prefix("/api"), "/", "/", "/users", "/users/");
        agrees(new PathRewrite.Prefix("/"), "/", "/", "/users", "/users/");
    }

    @Test
    void regularExpressionsOfTheWholePath() {
        agrees(new PathRewrite.Regex("^/users/([0-9]+)/([a-z]+)$", "/$2/$1"), "/", "/users/1/a", "/users/22/bc");
    }
}
