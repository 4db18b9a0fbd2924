package lazo.kernel.duplicate.web;

import java.util.List;
import java.util.Optional;
import lazo.kernel.duplicate.Duplicates;
import lazo.kernel.duplicate.Duplicates.Twin;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Draft;
import lazo.kernel.record.web.Objects;
import lazo.kernel.record.web.Reading;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Warns while a new record is typed that it may be there already. */
@Controller
class TwinController {
    private static final int SHOWN = 3;

    private final Objects objects;
    private final Reading reading;
    private final Duplicates duplicates;
    private final Templates templates;

    TwinController(Objects objects, Reading reading, Duplicates duplicates, Templates templates) {
        this.objects = objects;
        this.reading = reading;
        this.duplicates = duplicates;
        this.templates = templates;
    }

    @GetMapping("/o/{object}/twins")
    Page twins(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        List<Twin> twins = duplicates.alike(type, typed(type, params, screen).values(), Optional.empty(), actor, SHOWN);
        return twins.isEmpty() ? Page.empty() : Page.of(templates.duplicateTwins(screen, twins));
    }

    /** What can be read of a form somebody is still at. */
    private Draft typed(ObjectType type, MultiValueMap<String, String> params, Screen screen) {
        try {
            return reading.draft(type, params, screen);
        } catch (Draft.Unreadable halfTyped) {
            return Draft.of(java.util.Map.of());
        }
    }
}
