package lazo.kernel.privacy;

import static lazodb.Tables.PRIVACY_OBJECTION;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lazo.kernel.privacy.Persons.Identifier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who objects, recognised by keyed hashes of address, number and tax id: whoever comes back with another import, after
 * their record was erased too, is opposed at once.
 */
@Component
class Objections {
    private final DSLContext sql;
    private final Fingerprints fingerprints;
    private final Clock clock;

    Objections(DSLContext sql, Fingerprints fingerprints, Clock clock) {
        this.sql = sql;
        this.fingerprints = fingerprints;
        this.clock = clock;
    }

    /** @param everything to each purpose one may object to, besides those named */
    record Opposed(boolean everything, Set<Long> purposes) {
        boolean to(Purpose purpose) {
            return purpose.basis().mayBeObjectedTo() && (everything || purposes.contains(purpose.id()));
        }
    }

    /** @param purposeId null for every purpose one may object to */
    void keep(Collection<Identifier> identifiers, @Nullable Long purposeId) {
        for (byte[] mark : marks(identifiers)) {
            sql.insertInto(PRIVACY_OBJECTION)
                    .set(PRIVACY_OBJECTION.MARK, mark)
                    .set(PRIVACY_OBJECTION.PURPOSE_ID, purposeId)
                    .set(PRIVACY_OBJECTION.SINCE, clock.instant().atOffset(ZoneOffset.UTC))
                    .onConflictDoNothing()
                    .execute();
        }
    }

    void forget(Collection<Identifier> identifiers, @Nullable Long purposeId) {
        if (!identifiers.isEmpty() && fingerprints.areKept()) {
            sql.deleteFrom(PRIVACY_OBJECTION)
                    .where(
                            PRIVACY_OBJECTION.MARK.in(marks(identifiers)),
                            PRIVACY_OBJECTION.PURPOSE_ID.isNotDistinctFrom(purposeId))
                    .execute();
        }
    }

    Opposed of(Collection<Identifier> identifiers) {
        if (identifiers.isEmpty() || !fingerprints.areKept()) {
            return new Opposed(false, Set.of());
        }
        boolean everything = false;
        Set<Long> purposes = new HashSet<>();
        for (var row : sql.selectDistinct(PRIVACY_OBJECTION.PURPOSE_ID)
                .from(PRIVACY_OBJECTION)
                .where(PRIVACY_OBJECTION.MARK.in(marks(identifiers)))
                .fetch()) {
            Long purpose = row.value1();
            if (purpose == null) {
                everything = true;
            } else {
                purposes.add(purpose);
            }
        }
        return new Opposed(everything, purposes);
    }

    private List<byte[]> marks(Collection<Identifier> identifiers) {
        return identifiers.stream().map(fingerprints::of).toList();
    }
}
