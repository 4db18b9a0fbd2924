package lazo.operational.billing;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** A seller with a team, and what documents are made of. */
abstract class BillingTest extends LazoTest {
    @Autowired
    ObjectTypes types;

    @Autowired
    Records records;

    @Autowired
    RecordChanges changes;

    @Autowired
    Teams teams;

    @Autowired
    Documents documents;

    @Autowired
    Quotes quotes;

    User seller;
    Actor actor;
    Visitor visitor;

    @BeforeEach
    void aSellerWorksHere() {
        seller = user(Role.SELLER, teams.create("Norte " + System.nanoTime()).orElseThrow());
        actor = actor(seller);
        visitor = signedIn(seller);
    }

    StoredRecord make(String object, Map<String, ? extends @Nullable Object> values) {
        return ((WriteResult.Saved) changes.create(types.load(object), Draft.of(new HashMap<>(values)), actor))
                .record();
    }

    StoredRecord read(StoredRecord record) {
        return records.find(record.type(), record.id(), actor).orElseThrow();
    }

    StoredRecord contact(StoredRecord account, String email) {
        return make(
                "contact",
                Map.of("first_name", "Nuria", "last_name", "Beltrán", "account", account.id(), "email", email));
    }

    /** A deal of an account, worth this much. */
    StoredRecord deal(String name, String amount, Map<String, Object> of) {
        Map<String, Object> values = new HashMap<>(of);
        values.put("name", name);
        values.put("amount", new Money(new BigDecimal(amount), "EUR"));
        return make("opportunity", values);
    }
}
