package dev.isobar.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.generate.Pick;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalPathTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b, /a/b",
        "//admin, /admin",
        "/./admin, /admin",
        "/x/../admin, /admin",
        "/%61dmin, /admin",
        "/a/./b/../c, /a/c",
        "/a/.., /",
        "/a/b/.., /a/",
        "/a/., /a/",
        "/../../etc, /etc",
        "/%2e%2e/etc, /etc",
        "/a%2fb, /a%2Fb",
        "/%7Eme, /~me",
        "/%zz, /%zz",
        "/%, /%",
        "/a//../b, /b",
        "/.../x, /.../x",
        "/.hidden, /.hidden",
        "/a/..b, /a/..b",
        "/ADMIN, /ADMIN",
        "/a;x=1, /a;x=1",
        "*, *",
    })
    void hasOneFormForEachPath(String path, String normal) {
        assertThat(NormalPath.of(path)).isEqualTo(normal);
    }

    @Test
    void isStableAndNeverClimbsOut() {
        long seed = Pick.seed("NormalPathTest");
        var pick = Pick.from(seed);
        for (int i = 0; i < 50_000; i++) {
            var path = "/"
                    + String.join(
                            "", pick.some(0, 8, () -> pick.of("/", ".", "..", "a", "%2e", "%2F", "%41", "b/", "/../")));
            var normal = NormalPath.of(path);
            assertThat(NormalPath.of(normal)).as("seed %d: %s", seed, path).isEqualTo(normal);
            assertThat(normal)
                    .as("seed %d: %s", seed, path)
                    .startsWith("/")
                    .doesNotContain("//")
                    .doesNotContain("/../");
            assertThat(normal.endsWith("/..") || normal.endsWith("/."))
                    .as("seed %d: %s", seed, path)
                    .isFalse();
        }
    }
}
