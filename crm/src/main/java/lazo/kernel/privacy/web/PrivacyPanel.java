package lazo.kernel.privacy.web;

import gg.jte.Content;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.platform.web.Form;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** Says beside a person what their data may be used for, and takes down what they say about it. */
@Component
class PrivacyPanel implements RecordPanel {
    private final PersonPages pages;
    private final Templates templates;

    PrivacyPanel(PersonPages pages, Templates templates) {
        this.pages = pages;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.BELOW;
    }

    @Override
    public int order() {
        return 800;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        return pages.isPerson(record)
                ? Optional.of(templates.privacyCard(screen, pages.page(record, empty(), actor))::render)
                : Optional.empty();
    }

    static Form empty() {
        return Form.of(Map.of("kind", "GIVEN", "channel", "FORM"));
    }
}
