package lazo.kernel.privacy.web;

import gg.jte.Content;
import java.util.Optional;
import lazo.kernel.access.Restrictions;
import lazo.kernel.identity.Actor;
import lazo.kernel.privacy.Lawfulness;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** Says at the top of a record that nothing may be done with it but keeping it (LOPDGDD 16), or that it tells of nobody. */
@Component
class RestrictionPanel implements RecordPanel {
    private final Restrictions restrictions;
    private final Lawfulness lawfulness;
    private final PersonPages pages;
    private final Templates templates;

    RestrictionPanel(Restrictions restrictions, Lawfulness lawfulness, PersonPages pages, Templates templates) {
        this.restrictions = restrictions;
        this.lawfulness = lawfulness;
        this.pages = pages;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.HEAD;
    }

    @Override
    public int order() {
        return 1;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        if (!pages.isPerson(record)) {
            return Optional.empty();
        }
        Optional<Restrictions.Restriction> restriction = restrictions.find(record.id());
        boolean erased = lawfulness.isErased(record.id());
        return restriction.isPresent() || erased
                ? Optional.of(templates.privacyNotice(screen, restriction, erased)::render)
                : Optional.empty();
    }
}
