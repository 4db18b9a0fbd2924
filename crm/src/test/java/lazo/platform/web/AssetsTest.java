package lazo.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AssetsTest {
    private final Assets assets = Assets.load();

    private String text(String name) {
        return new String(assets.named(name).plain(), StandardCharsets.UTF_8);
    }

    @Test
    void styles_are_joined_in_one_file_whose_layers_come_first() {
        assertThat(text("app.css"))
                .startsWith("@layer tokens, base, layout, components, screens, utilities;")
                .contains("--accent-fill:", ".btn {", ".record {")
                .doesNotContain("/*");
    }

    @Test
    void a_name_changes_only_with_the_content() {
        assertThat(assets.url("app.css")).matches("/assets/app-[0-9a-f]{12}\\.css");
        assertThat(Assets.load().url("app.css")).isEqualTo(assets.url("app.css"));
    }

    @Test
    void an_icon_of_the_sprite_costs_no_request_and_any_other_tabler_icon_one() {
        assertThat(assets.icon("plus")).isEqualTo(assets.url("icons.svg") + "#plus");
        assertThat(assets.icon("sailboat")).isEqualTo("/assets/icon/sailboat.svg#i");
        assertThat(assets.singleIcon("sailboat").orElseThrow()).contains("<symbol id=\"i\"", "<path");
        assertThat(assets.icon("no-such-icon")).isEqualTo(assets.url("icons.svg") + "#circle-dashed");
        assertThat(assets.icon("../../application")).isEqualTo(assets.url("icons.svg") + "#circle-dashed");
        assertThat(text("icons.svg")).contains("Tabler, MIT");
    }

    @Test
    void an_asset_that_is_not_there_is_named() {
        assertThatThrownBy(() -> assets.url("page/none.js")).hasMessageContaining("No asset 'page/none.js'");
    }

    /** The shell of a cold page: styles, both scripts, icons. Budget: 60 KB compressed, so that a list has 60 left. */
    @Test
    void the_shell_is_light() {
        int bytes = 0;
        for (String name : new String[] {"app.css", "app.js", "htmx.js", "icons.svg"}) {
            bytes += assets.named(name).gzipped().length;
        }
        assertThat(bytes).isLessThan(60_000);
    }
}
