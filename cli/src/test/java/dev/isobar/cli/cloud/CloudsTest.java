package dev.isobar.cli.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CloudsTest {
    @Test
    void choosesTheOnlyCloudThatTheFileNamesAndThatHasAProvider() {
        assertThat(Clouds.onlyOne(List.of("aws", "azure"), List.of("aws", "gcp")))
                .isEqualTo("aws");
    }

    @Test
    void asksWhereTheFileNamesSeveral() {
        assertThatThrownBy(() -> Clouds.onlyOne(List.of("aws", "gcp"), List.of("aws", "gcp")))
                .hasMessage("the file has places in several clouds: aws, gcp")
                .hasFieldOrPropertyWithValue("fix", "say which is meant: --to aws or gcp");
    }

    @Test
    void saysThatTheFileNamesNoneOrOneWithoutProvider() {
        assertThatThrownBy(() -> Clouds.onlyOne(List.of(), List.of("aws")))
                .hasMessage("the file does not say which cloud it is for");
        assertThatThrownBy(() -> Clouds.onlyOne(List.of("azure"), List.of("aws")))
                .hasMessage("there is no provider for azure, where the file is placed");
    }
}
