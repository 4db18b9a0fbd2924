package lazo.platform.web;

import java.util.List;
import lazojte.Templates;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the command palette finds for what has been typed so far. */
@Controller
class PaletteController {
    private final ObjectProvider<PaletteSource> sources;
    private final Templates templates;

    PaletteController(ObjectProvider<PaletteSource> sources, Templates templates) {
        this.sources = sources;
        this.templates = templates;
    }

    @GetMapping("/palette")
    Page find(Screen screen, @RequestParam(defaultValue = "") String q) {
        List<PaletteSource.Group> groups = q.isBlank()
                ? List.of()
                : screen.viewer().stream()
                        .flatMap(viewer -> sources.orderedStream()
                                .flatMap(source -> source.find(viewer, screen.text(), q.strip()).stream()))
                        .filter(group -> !group.hits().isEmpty())
                        .toList();
        return Page.of(templates.layoutFound(screen, groups));
    }
}
