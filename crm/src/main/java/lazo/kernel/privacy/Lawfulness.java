package lazo.kernel.privacy;

import static lazodb.Tables.PRIVACY_BLOCKED;

import java.util.List;
import java.util.Set;
import lazo.kernel.access.Restrictions;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.privacy.Persons.Ref;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** The one question to ask before personal data are used for something: may they be? */
@Component
public class Lawfulness {
    private final DSLContext sql;
    private final Purposes purposes;
    private final Persons persons;
    private final Consents consents;
    private final Restrictions restrictions;

    Lawfulness(DSLContext sql, Purposes purposes, Persons persons, Consents consents, Restrictions restrictions) {
        this.sql = sql;
        this.purposes = purposes;
        this.persons = persons;
        this.consents = consents;
        this.restrictions = restrictions;
    }

    /**
     * Whether the data of this person may be used for the purpose, and why. Ask again right before the deed: what was lawful
     * when a message was queued may not be when it leaves.
     *
     * @throws java.util.NoSuchElementException when there is no such purpose
     */
    public Standing lawfulTo(ObjectType type, long recordId, String purpose) {
        return standings(type, recordId, List.of(purposes.find(purpose).orElseThrow()))
                .getFirst();
    }

    /** How it stands with each purpose in use. */
    public List<Standing> standings(ObjectType type, long recordId) {
        return standings(type, recordId, purposes.current());
    }

    private List<Standing> standings(ObjectType type, long recordId, List<Purpose> asked) {
        Set<Ref> all = persons.sameAs(type, recordId);
        if (isErased(recordId)) {
            return asked.stream()
                    .map(purpose -> new Standing(purpose, Standing.State.ERASED, null))
                    .toList();
        }
        if (all.stream().anyMatch(ref -> restrictions.find(ref.id()).isPresent())) {
            return asked.stream()
                    .map(purpose -> new Standing(purpose, Standing.State.RESTRICTED, null))
                    .toList();
        }
        return consents.standings(all, asked);
    }

    /** Whether the person of this record was erased: what is left of it tells of nobody. */
    public boolean isErased(long recordId) {
        return sql.fetchExists(PRIVACY_BLOCKED, PRIVACY_BLOCKED.RECORD_IDS.contains(new Long[] {recordId}));
    }
}
