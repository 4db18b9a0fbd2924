package lazo.kernel.privacy.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.access.Restrictions;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Users;
import lazo.kernel.privacy.Consents;
import lazo.kernel.privacy.Lawfulness;
import lazo.kernel.privacy.Persons;
import lazo.kernel.privacy.PrivacyRequests;
import lazo.kernel.privacy.Purpose;
import lazo.kernel.privacy.Purposes;
import lazo.kernel.record.StoredRecord;
import lazo.platform.web.Form;
import org.springframework.stereotype.Component;

/** Gathers what is shown of a person's privacy. */
@Component
class PersonPages {
    private final Persons persons;
    private final Purposes purposes;
    private final Consents consents;
    private final Lawfulness lawfulness;
    private final Restrictions restrictions;
    private final PrivacyRequests requests;
    private final Access access;
    private final Users users;

    PersonPages(
            Persons persons,
            Purposes purposes,
            Consents consents,
            Lawfulness lawfulness,
            Restrictions restrictions,
            PrivacyRequests requests,
            Access access,
            Users users) {
        this.persons = persons;
        this.purposes = purposes;
        this.consents = consents;
        this.lawfulness = lawfulness;
        this.restrictions = restrictions;
        this.requests = requests;
        this.access = access;
        this.users = users;
    }

    boolean isPerson(StoredRecord record) {
        return persons.isPerson(record.type());
    }

    PersonPage page(StoredRecord record, Form form, Actor actor) {
        Set<Persons.Ref> all = persons.sameAs(record.type(), record.id());
        Map<Long, Purpose> byId = purposes.all().stream().collect(Collectors.toMap(Purpose::id, purpose -> purpose));
        boolean looksAfter = actor.may(Ability.PRIVACY);
        return new PersonPage(
                record,
                lawfulness.standings(record.type(), record.id()),
                consents.objectsToAll(all),
                restrictions.find(record.id()),
                lawfulness.isErased(record.id()),
                access.mayNote(actor, record.type(), record.id()),
                looksAfter,
                consents.log(all).reversed(),
                byId,
                users.byId(),
                looksAfter ? requests.of(all) : List.of(),
                form);
    }
}
