package lazo.operational.sales.web;

import gg.jte.Content;
import java.util.List;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.sales.LeadConversion;
import lazo.operational.sales.NextActivities;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What can be done with a lead on its page: qualify, convert, discard; and what it became. */
@Component
class LeadPanel implements RecordPanel {
    private final Access access;
    private final LeadConversion conversion;
    private final NextActivities activities;
    private final Templates templates;

    LeadPanel(Access access, LeadConversion conversion, NextActivities activities, Templates templates) {
        this.access = access;
        this.conversion = conversion;
        this.activities = activities;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.HEAD;
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        if (!record.type().key().equals("lead")) {
            return Optional.empty();
        }
        boolean mayChange = access.mayChange(actor, record.type(), record.id());
        boolean converted = conversion.isConverted(record);
        LeadBar doing = new LeadBar(
                record,
                record.type().field("status").choice(record.text("status")),
                record.type().field("discard_reason").currentChoices().stream()
                        .map(choice -> new Option(choice.key(), choice.label().in(screen.locale())))
                        .toList(),
                converted ? goesOn(record) : null,
                converted && mayChange && conversion.mayTakeBack(record.id()),
                activities.of(record.type(), List.of(record.id()), actor).containsKey(record.id()),
                mayChange);
        return Optional.of(templates.salesLeadBar(screen, doing)::render);
    }

    static @Nullable String goesOn(StoredRecord lead) {
        for (String object : List.of("opportunity", "contact", "account")) {
            Long id = lead.reference("converted_" + object);
            if (id != null) {
                return "/o/" + object + "/" + id;
            }
        }
        return null;
    }
}
