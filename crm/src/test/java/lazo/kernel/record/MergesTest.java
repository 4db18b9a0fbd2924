package lazo.kernel.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Merges.Outcome;
import lazo.kernel.record.Merges.Separation;
import lazo.kernel.record.Merges.Source;
import lazo.kernel.record.Merges.Versions;
import lazo.kernel.record.WriteResult.Saved;
import lazo.kernel.search.Search;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("GOV-07")
@Tag("FEA-03")
class MergesTest extends LazoTest {
    private static final Draft.Reading SPANISH =
            new Draft.Reading(Locale.of("es"), ZoneId.of("Europe/Madrid"), "EUR", "ES");

    @Autowired
    ObjectTypes types;

    @Autowired
    Records records;

    @Autowired
    RecordChanges changes;

    @Autowired
    Batches batches;

    @Autowired
    Merges merges;

    @Autowired
    Access access;

    @Autowired
    Search search;

    Actor admin;

    @BeforeEach
    void administers() {
        admin = actor(administrator());
    }

    private StoredRecord made(String object, Actor by, String... pairs) {
        return made(types.load(object), by, pairs);
    }

    private StoredRecord made(ObjectType type, Actor by, String... pairs) {
        Map<String, List<String>> params = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            params.computeIfAbsent(pairs[i], key -> new ArrayList<>()).add(pairs[i + 1]);
        }
        WriteResult result = changes.create(type, Draft.read(type, params, SPANISH), by);
        assertThat(result).isInstanceOf(Saved.class);
        return ((Saved) result).record();
    }

    private StoredRecord now(StoredRecord record) {
        return records.find(record.type(), record.id(), admin).orElseThrow();
    }

    private Outcome merge(StoredRecord winner, StoredRecord loser, Map<String, Source> choices, Actor by) {
        return merges.merge(
                winner.type(),
                winner.id(),
                loser.id(),
                new Versions(now(winner).version(), now(loser).version()),
                choices,
                by);
    }

    private Outcome.Merged merged(StoredRecord winner, StoredRecord loser) {
        Outcome outcome = merge(winner, loser, Map.of(), admin);
        assertThat(outcome).isInstanceOf(Outcome.Merged.class);
        return (Outcome.Merged) outcome;
    }

    /** Every column of these records that people or rules write. */
    private Map<Long, String> stored(List<StoredRecord> all) {
        Map<Long, String> stored = new TreeMap<>();
        for (StoredRecord record : all) {
            stored.put(
                    record.id(),
                    String.valueOf(sql.fetchValue(
                            "select (to_jsonb(r) - '{version,updated_at,updated_by,xid}'::text[])::text from record.\"%s\" r where id = ?"
                                    .formatted(record.type().key()),
                            record.id())));
        }
        return stored;
    }

    private String timeline(StoredRecord record) {
        return String.valueOf(sql.fetchValue("""
                        select string_agg(concat_ws(' ', id, at, kind, subject_object, subject_id, detail), '; ' order by id)
                        from timeline_entry
                        where record_id = ? and (batch_id is null or kind not in ('CHANGED', 'MILESTONE', 'MERGED', 'UNMERGED'))""", record.id()));
    }

    @Test
    void merging_moves_every_child_and_separating_puts_all_of_it_back() {
        StoredRecord stays = made("account", admin, "name", "Bodegas Valdenuño", "phone", "947 50 00 01");
        StoredRecord goes =
                made("account", admin, "name", "Bodegas Valdenuño SL", "tax_id", "B09123456", "tags", "Vino, Exporta");
        StoredRecord child = made("account", admin, "name", "Viñedos del Duero", "parent", id(goes));
        StoredRecord nuria = made("contact", admin, "first_name", "Nuria", "last_name", "Beltrán", "account", id(goes));
        StoredRecord binned = made("contact", admin, "first_name", "Ana", "last_name", "Ruiz", "account", id(goes));
        changes.delete(binned.type(), binned.id(), admin);
        StoredRecord deal = made("opportunity", admin, "name", "Cuba nueva", "account", id(goes), "contact", id(nuria));
        StoredRecord note = made("activity", admin, "kind", "note", "subject", "Llamará el lunes", "account", id(goes));
        User seller = user(Role.SELLER, null);
        access.share(admin, "account", goes.id(), seller.id(), null, true);
        List<StoredRecord> all = List.of(stays, goes, child, nuria, binned, deal, note);
        Map<Long, String> before = stored(all);
        String goesTimeline = timeline(goes);
        String staysTimeline = timeline(stays);
        assertThat(merges.preview(goes.type(), goes.id()).children())
                .extracting(one -> one.type().key() + " " + one.records())
                .containsExactlyInAnyOrder("account 1", "contact 1", "opportunity 1", "activity 1");

        Outcome.Merged done = merged(stays, goes);

        assertThat(done.moved()).isEqualTo(5);
        for (StoredRecord moved : List.of(nuria, deal, note)) {
            assertThat(now(moved).reference("account")).as(moved.title()).isEqualTo(stays.id());
        }
        assertThat(now(child).reference("parent")).isEqualTo(stays.id());
        assertThat(now(stays).text("tax_id")).isEqualTo("B09123456");
        assertThat(now(stays).text("phone")).isEqualTo("+34 947 50 00 01");
        assertThat(now(stays).words("tags")).containsExactly("Vino", "Exporta");
        assertThat(records.find(goes.type(), goes.id(), admin)).isEmpty();
        assertThat(sql.fetchCount(lazodb.Tables.TIMELINE_ENTRY, lazodb.Tables.TIMELINE_ENTRY.RECORD_ID.eq(goes.id())))
                .isZero();
        assertThat(sql.fetchValue(
                        "select count(*) from timeline_entry where record_id = ? and kind = 'ACTIVITY'", stays.id()))
                .isEqualTo(1L);
        assertThat(access.shares(stays.id())).extracting(Access.Share::userId).containsExactly(seller.id());
        assertThat(search.find("Valdenuño SL", java.util.Optional.of("account"), admin, 5))
                .extracting(Search.Hit::recordId)
                .doesNotContain(goes.id());
        assertThat(batches.undo(done.batchId(), admin))
                .as("a merge is not undone field by field")
                .isEmpty();

        assertThat(merges.separate(done.batchId(), admin)).isInstanceOf(Separation.Separated.class);

        assertThat(stored(all)).isEqualTo(before);
        assertThat(timeline(goes)).isEqualTo(goesTimeline);
        assertThat(timeline(stays)).isEqualTo(staysTimeline);
        assertThat(access.shares(goes.id())).extracting(Access.Share::userId).containsExactly(seller.id());
        assertThat(access.shares(stays.id())).isEmpty();
        assertThat(merges.separate(done.batchId(), admin)).isInstanceOf(Separation.Missing.class);
    }

    private static String id(StoredRecord record) {
        return String.valueOf(record.id());
    }

    @Test
    void a_person_keeps_deals_and_activities_of_both() {
        StoredRecord stays = made("contact", admin, "first_name", "Itziar", "last_name", "Mendizábal");
        StoredRecord goes = made("contact", admin, "first_name", "Itziar", "last_name", "Mendizabal");
        for (StoredRecord one : List.of(stays, goes)) {
            made("opportunity", admin, "name", "Trato de " + one.id(), "contact", id(one));
            made("activity", admin, "kind", "note", "subject", "Nota de " + one.id(), "contact", id(one));
        }

        merged(stays, goes);

        assertThat(merges.preview(stays.type(), stays.id()).children())
                .extracting(one -> one.type().key() + " " + one.records())
                .containsExactlyInAnyOrder("opportunity 2", "activity 2");
    }

    @Test
    void what_is_filled_wins_and_of_two_the_newer_unless_somebody_chooses() {
        StoredRecord stays = made(
                "contact",
                admin,
                "first_name",
                "Marta",
                "last_name",
                "Soler",
                "job_title",
                "Jefa",
                "phone",
                "600111222");
        clock.advance(Duration.ofMinutes(5));
        StoredRecord goes = made(
                "contact",
                admin,
                "first_name",
                "Marta",
                "last_name",
                "Soler Vidal",
                "job_title",
                "Directora",
                "email",
                "marta@soler.example");

        Outcome outcome = merge(stays, goes, Map.of("job_title", Source.WINNER), admin);

        assertThat(outcome).isInstanceOf(Outcome.Merged.class);
        StoredRecord one = now(stays);
        assertThat(one.title()).isEqualTo("Marta Soler Vidal");
        assertThat(one.text("job_title")).isEqualTo("Jefa");
        assertThat(one.text("email")).isEqualTo("marta@soler.example");
        assertThat(one.text("phone")).isEqualTo("+34 600 11 12 22");
        assertThat(records.history(one, java.util.Optional.of("email"), admin, 5))
                .extracting(Records.Change::to)
                .contains("marta@soler.example");
    }

    @Test
    void what_somebody_changed_since_stays_when_records_are_separated() {
        StoredRecord stays = made("account", admin, "name", "Talleres Ega");
        StoredRecord goes = made("account", admin, "name", "Talleres Ega SA", "email", "hola@ega.example");
        StoredRecord jon = made("contact", admin, "first_name", "Jon", "last_name", "Ega", "account", id(goes));
        StoredRecord elsewhere = made("account", admin, "name", "Otra empresa");
        Outcome.Merged done = merged(stays, goes);
        change(stays, "email", "nuevo@ega.example");
        change(jon, "account", elsewhere.id());

        Separation separation = merges.separate(done.batchId(), admin);

        assertThat(separation).isInstanceOf(Separation.Separated.class);
        assertThat(((Separation.Separated) separation).kept()).isEqualTo(2);
        assertThat(now(stays).text("email")).isEqualTo("nuevo@ega.example");
        assertThat(now(jon).reference("account")).isEqualTo(elsewhere.id());
        assertThat(now(goes).text("email")).isEqualTo("hola@ega.example");
    }

    private void change(StoredRecord record, String field, Object value) {
        assertThat(changes.change(
                        record.type(), record.id(), now(record).version(), Draft.of(Map.of(field, value)), admin))
                .isInstanceOf(Saved.class);
    }

    @Test
    void who_may_not_change_both_changes_nothing() {
        User seller = user(Role.SELLER, null);
        StoredRecord mine = made("contact", actor(seller), "first_name", "Eva", "last_name", "Mora");
        StoredRecord others = made("contact", admin, "first_name", "Eva", "last_name", "Mora", "phone", "600333444");
        Map<Long, String> before = stored(List.of(mine, others));

        assertThat(merge(mine, others, Map.of(), actor(seller))).isInstanceOf(Outcome.Missing.class);
        access.share(admin, "contact", others.id(), seller.id(), null, false);
        assertThat(merge(mine, others, Map.of(), actor(seller))).isInstanceOf(Outcome.Denied.class);

        Visitor visitor = signedIn(seller);
        assertThat(visitor.get("/o/contact/merge?left=%d&right=%d".formatted(mine.id(), others.id()))
                        .status())
                .isEqualTo(403);
        assertThat(stored(List.of(mine, others))).isEqualTo(before);
        assertThat(sql.fetchValue(
                        "select count(*) from record_batch where kind = 'MERGE' and made_by = ?", seller.id()))
                .isEqualTo(0L);
    }

    @Test
    void a_change_made_meanwhile_is_not_overwritten() {
        StoredRecord stays = made("contact", admin, "first_name", "Luis", "last_name", "Cano");
        StoredRecord goes = made("contact", admin, "first_name", "Luis", "last_name", "Cano");
        Versions seen = new Versions(stays.version(), goes.version());
        change(goes, "job_title", "Gerente");

        assertThat(merges.merge(stays.type(), stays.id(), goes.id(), seen, Map.of(), admin))
                .isInstanceOf(Outcome.Outdated.class);
        assertThat(records.find(goes.type(), goes.id(), admin)).isPresent();
    }

    @Test
    void the_page_merges_and_the_old_address_leads_to_the_one_that_stays() {
        StoredRecord left = made("contact", admin, "first_name", "Olga", "last_name", "Prat", "job_title", "Compras");
        StoredRecord right = made("contact", admin, "first_name", "Olga", "last_name", "Prat", "job_title", "Ventas");
        Visitor visitor = signedIn(administrator());
        assertThat(visitor.get("/o/contact/merge?left=" + left.id()).body()).contains("Olga Prat", "mismo nombre");
        String page = visitor.get("/o/contact/merge?left=%d&right=%d".formatted(left.id(), right.id()))
                .body();
        assertThat(page).contains("Compras", "Ventas", "name=\"f.job_title\"");

        var answer = visitor.post(
                "/o/contact/merge",
                "left",
                id(left),
                "right",
                id(right),
                "leftVersion",
                "1",
                "rightVersion",
                "1",
                "keep",
                "right",
                "f.job_title",
                "left");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).endsWith("/o/contact/" + right.id());
        assertThat(now(right).text("job_title")).isEqualTo("Compras");
        var old = visitor.get("/o/contact/" + left.id());
        assertThat(old.status()).isEqualTo(303);
        assertThat(old.location()).endsWith("/o/contact/" + right.id());
        String winner = visitor.get("/o/contact/" + right.id()).body();
        assertThat(winner).contains("Separar Olga Prat");
        long batch = merges.into(now(right)).getFirst().batchId();
        assertThat(visitor.post("/merge/" + batch + "/undo").location()).endsWith("/o/contact/" + left.id());
        assertThat(visitor.get("/o/contact/" + left.id()).status()).isEqualTo(200);
        assertThat(now(right).text("job_title")).isEqualTo("Ventas");
    }
}
