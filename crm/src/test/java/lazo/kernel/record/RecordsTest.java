package lazo.kernel.record;

import static lazodb.Tables.APP_USER;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.TestDatabase;
import lazo.kernel.access.Access;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.FilterText;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectDesigner;
import lazo.kernel.metadata.ObjectDesigner.NewChoice;
import lazo.kernel.metadata.ObjectDesigner.NewField;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.BulkChanges.Edit;
import lazo.kernel.record.BulkChanges.Selection;
import lazo.kernel.record.RecordQuery.Sort;
import lazo.kernel.record.WriteResult.Conflict;
import lazo.kernel.record.WriteResult.Invalid;
import lazo.kernel.record.WriteResult.Missing;
import lazo.kernel.record.WriteResult.Saved;
import lazo.kernel.search.Search;
import lazo.kernel.timeline.Timeline;
import lazo.kernel.timeline.TimelineEntry;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

@SpringBootTest
@ContextConfiguration(initializers = TestDatabase.ForContext.class)
class RecordsTest {
    static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
    static final Draft.Reading SPANISH = new Draft.Reading(Locale.of("es"), MADRID, "EUR", "ES");

    @Autowired
    DSLContext sql;

    @Autowired
    ObjectTypes types;

    @Autowired
    ObjectDesigner designer;

    @Autowired
    Records records;

    @Autowired
    RecordChanges changes;

    @Autowired
    BulkChanges bulk;

    @Autowired
    Batches batches;

    @Autowired
    Access access;

    @Autowired
    Search search;

    @Autowired
    Timeline timeline;

    Actor admin;
    Actor seller;
    Actor other;
    ObjectType contact;

    @BeforeEach
    void users() {
        admin = user("admin", Role.ADMINISTRATOR, null);
        seller = user("seller", Role.SELLER, null);
        other = user("other", Role.SELLER, null);
        contact = types.load("contact");
    }

    private Actor user(String name, Role role, Long team) {
        String unique = name + System.nanoTime();
        long id = sql.insertInto(APP_USER)
                .set(APP_USER.NAME, unique)
                .set(APP_USER.EMAIL, unique + "@example.org")
                .set(APP_USER.PASSWORD_HASH, "-")
                .set(APP_USER.ROLE, role.key())
                .set(APP_USER.TEAM_ID, team)
                .returningResult(APP_USER.ID)
                .fetchSingle()
                .value1();
        return new Actor(id, unique, role, Set.of(id));
    }

    private Draft typed(ObjectType type, String... pairs) {
        Map<String, List<String>> params = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            params.computeIfAbsent(pairs[i], key -> new ArrayList<>()).add(pairs[i + 1]);
        }
        return Draft.read(type, params, SPANISH);
    }

    private StoredRecord saved(WriteResult result) {
        assertThat(result).isInstanceOf(Saved.class);
        return ((Saved) result).record();
    }

    private StoredRecord contact(Actor actor, String... pairs) {
        return saved(changes.create(contact, typed(contact, pairs), actor));
    }

    private List<String> found(String... conditions) {
        return records
                .list(
                        RecordQuery.of(contact, FilterText.conditions(List.of(conditions)))
                                .sorted(Sort.of("name")),
                        admin,
                        MADRID)
                .records()
                .stream()
                .map(StoredRecord::title)
                .toList();
    }

    @Test
    @Tag("ACT-01")
    @Tag("ACT-02")
    void what_was_typed_is_kept_field_by_field() {
        StoredRecord nuria = contact(
                seller,
                "first_name",
                "Nuria",
                "last_name",
                "Beltrán Ochoa",
                "email",
                "nuria@valdenuno.example",
                "phone",
                "600 00 01 23",
                "address.city",
                "Aranda de Duero",
                "birthday",
                "1980-03-14",
                "tags",
                "Renovación, Decisora",
                "concerns",
                "El precio del mantenimiento");

        StoredRecord read = records.find(contact, nuria.id(), seller).orElseThrow();
        assertThat(read.title()).isEqualTo("Nuria Beltrán Ochoa");
        assertThat(read.text("phone")).isEqualTo("+34 600 00 01 23");
        assertThat(read.address("address").city()).isEqualTo("Aranda de Duero");
        assertThat(read.words("tags")).containsExactly("Renovación", "Decisora");
        assertThat(read.text("concerns")).isEqualTo("El precio del mantenimiento");
        assertThat(read.owner()).isEqualTo(seller.id());
    }

    @Test
    void bad_values_are_refused_all_at_once_and_nothing_is_written() {
        WriteResult result =
                changes.create(contact, typed(contact, "email", "no es un correo", "birthday", "31/31/2020"), admin);

        assertThat(result).isInstanceOf(Invalid.class);
        assertThat(((Invalid) result).problems())
                .extracting(Problem::field)
                .containsExactlyInAnyOrder("email", "birthday", "first_name");
    }

    @Test
    @Tag("RE-05")
    void a_sellers_list_holds_own_and_shared_records_in_order_page_by_page() {
        for (String name : List.of("Óscar", "Ana", "Ñuño", "Zoe", "Álvaro", "Nuria")) {
            contact(seller, "first_name", name, "last_name", "Propia");
        }
        contact(other, "first_name", "Berta", "last_name", "Ajena");
        StoredRecord lent = contact(other, "first_name", "Mateo", "last_name", "Prestado");
        access.share(other, "contact", lent.id(), seller.id(), null, false);

        List<String> names = new ArrayList<>();
        RecordQuery query = RecordQuery.of(contact, Filter.everything())
                .sorted(new RecordQuery.Sort("name", false))
                .limited(3);
        Optional<String> after = Optional.empty();
        do {
            Records.Page page = records.list(query.after(after), seller, MADRID);
            page.records().forEach(record -> names.add(record.text("first_name")));
            after = page.next();
        } while (after.isPresent());

        assertThat(names).containsExactly("Álvaro", "Ana", "Mateo", "Nuria", "Ñuño", "Óscar", "Zoe");
        assertThat(records.count(query, seller, MADRID).records()).isEqualTo(7);
    }

    @Test
    @Tag("ACT-06")
    void search_names_customers_before_what_was_done_with_them() {
        ObjectType activity = types.load("activity");
        StoredRecord note = saved(changes.create(
                activity, typed(activity, "kind", "note", "subject", "Zurbarán pide precio del zaguán"), admin));
        StoredRecord customer = contact(admin, "first_name", "Zoe", "last_name", "Zurbarán Ibarra");

        assertThat(search.find("zurbaran", Optional.empty(), admin, 5))
                .extracting(Search.Hit::recordId)
                .containsExactly(customer.id(), note.id());
        assertThat(search.find("zurbaran", Optional.empty(), admin, 1))
                .extracting(Search.Hit::recordId)
                .containsExactly(customer.id());
        assertThat(search.find("zaguan", Optional.empty(), admin, 5))
                .extracting(Search.Hit::recordId)
                .containsExactly(note.id());
        assertThat(search.find("zurbaran", Optional.of("activity"), admin, 5))
                .extracting(Search.Hit::recordId)
                .containsExactly(note.id());
    }

    @Test
    @Tag("ACT-06")
    void search_ignores_accents_and_case_and_reads_phones_in_any_notation() {
        StoredRecord itziar =
                contact(admin, "first_name", "Itziar", "last_name", "Mendizábal Urdaneta", "phone", "+34 611 222 333");

        for (String asked :
                List.of("mendizabal", "ITZIAR urda", "611222333", "0034 611-222-333", "(611) 22 23 33", "mendisabal")) {
            assertThat(search.find(asked, Optional.empty(), admin, 5))
                    .as(asked)
                    .extracting(Search.Hit::recordId)
                    .contains(itziar.id());
        }
        assertThat(search.find("itziar", Optional.empty(), seller, 5)).isEmpty();
    }

    @Test
    void a_filter_chooses_by_every_kind_of_field() {
        String city = "Ciudad" + System.nanoTime();
        contact(
                admin,
                "first_name",
                "Ana",
                "address.city",
                city,
                "birthday",
                "1990-01-01",
                "tags",
                "VIP",
                "lifecycle",
                "customer");
        contact(admin, "first_name", "Bea", "address.city", city, "birthday", "2000-01-01", "lifecycle", "lead");
        contact(admin, "first_name", "Cio", "address.city", city);
        String here = "address.city:is:" + city.toUpperCase(Locale.ROOT);

        assertThat(found(here)).containsExactly("Ana", "Bea", "Cio");
        assertThat(found(here, "birthday:from:1995-01-01")).containsExactly("Bea");
        assertThat(found(here, "birthday:empty")).containsExactly("Cio");
        assertThat(found(here, "tags:is:VIP:otra")).containsExactly("Ana");
        assertThat(found(here, "lifecycle:not:customer")).containsExactly("Bea", "Cio");
        assertThat(found(here, "name:contains:É")).containsExactly("Bea");
        assertThat(found(here, "owner:is:me", "created_at:within:today")).hasSize(3);
    }

    @Test
    void a_list_goes_on_where_the_page_before_ended_whatever_it_is_sorted_by() {
        String city = "Lista" + System.nanoTime();
        for (int i = 0; i < 23; i++) {
            List<String> pairs = new ArrayList<>(List.of("first_name", "N" + (i % 5), "address.city", city));
            if (i % 3 != 0) {
                pairs.addAll(List.of(
                        "birthday",
                        "19%02d-01-01".formatted(50 + i % 7),
                        "lifecycle",
                        i % 2 == 0 ? "lead" : "customer"));
            }
            contact(admin, pairs.toArray(String[]::new));
        }
        Filter here = FilterText.conditions(List.of("address.city:is:" + city));
        for (String sort : List.of(
                "name", "-name", "birthday", "-birthday", "lifecycle", "-lifecycle", "-updated_at", "created_at")) {
            List<Long> seen = new ArrayList<>();
            Optional<String> after = Optional.empty();
            do {
                Records.Page page = records.list(
                        RecordQuery.of(contact, here)
                                .sorted(Sort.of(sort))
                                .limited(4)
                                .after(after),
                        admin,
                        MADRID);
                page.records().forEach(record -> seen.add(record.id()));
                after = page.next();
            } while (after.isPresent());
            assertThat(seen).as(sort).hasSize(23).doesNotHaveDuplicates();
        }
    }

    @Test
    void two_people_may_change_different_fields_but_not_the_same_one_unseen() {
        StoredRecord first = contact(admin, "first_name", "Ramón");
        saved(changes.change(contact, first.id(), first.version(), typed(contact, "job_title", "Gerente"), admin));

        assertThat(changes.change(contact, first.id(), first.version(), typed(contact, "last_name", "Iglesias"), admin))
                .isInstanceOf(Saved.class);
        WriteResult clash =
                changes.change(contact, first.id(), first.version(), typed(contact, "job_title", "Director"), admin);

        assertThat(clash).isInstanceOf(Conflict.class);
        assertThat(((Conflict) clash).clashes()).singleElement().satisfies(one -> {
            assertThat(one.theirs()).isEqualTo("Gerente");
            assertThat(one.yours()).isEqualTo("Director");
        });
        assertThat(records.find(contact, first.id(), admin).orElseThrow().text("job_title"))
                .isEqualTo("Gerente");
    }

    @Test
    @Tag("ACT-03")
    void a_changed_lifecycle_is_dated_history_on_the_record() {
        StoredRecord lead = contact(admin, "first_name", "Candela", "lifecycle", "lead");
        saved(changes.change(contact, lead.id(), lead.version(), typed(contact, "lifecycle", "customer"), admin));

        assertThat(records.history(lead, Optional.of("lifecycle"), admin, 10))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.from()).isEqualTo("lead");
                    assertThat(change.to()).isEqualTo("customer");
                    assertThat(change.by()).isEqualTo(admin.id());
                });
        assertThat(timeline.read(lead.id(), Set.of(), Optional.empty(), 10).entries())
                .extracting(TimelineEntry::kind)
                .containsExactly(TimelineEntry.Kind.MILESTONE, TimelineEntry.Kind.CREATED);
    }

    @Test
    @Tag("ACT-05")
    void an_activity_stands_on_the_timeline_of_everyone_it_is_about() {
        StoredRecord company = saved(changes.create(
                types.load("account"), typed(types.load("account"), "name", "Bodegas Valdeñuño"), admin));
        StoredRecord person = contact(admin, "first_name", "Nuria", "account", String.valueOf(company.id()));
        ObjectType activity = types.load("activity");
        StoredRecord call = saved(changes.create(
                activity,
                typed(
                        activity,
                        "kind",
                        "call",
                        "subject",
                        "Quieren ampliar",
                        "contact",
                        "" + person.id(),
                        "account",
                        "" + company.id()),
                admin));

        for (long page : List.of(person.id(), company.id())) {
            assertThat(timeline.read(page, Set.of(TimelineEntry.Kind.ACTIVITY), Optional.empty(), 10)
                            .entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.subjectId()).isEqualTo(call.id()));
        }
    }

    @Test
    @Tag("RE-05")
    void a_seller_sees_and_changes_only_their_own() {
        StoredRecord mine = contact(seller, "first_name", "Mía");

        assertThat(records.find(contact, mine.id(), other)).isEmpty();
        assertThat(changes.change(contact, mine.id(), mine.version(), typed(contact, "first_name", "Tuya"), other))
                .isInstanceOf(Missing.class);
        assertThat(records.titles(contact, List.of(mine.id()), other)).isEmpty();
        assertThat(records.find(contact, mine.id(), seller)).isPresent();
    }

    @Test
    void a_deleted_record_is_in_the_recycle_bin_and_can_come_back() {
        StoredRecord gone = contact(admin, "first_name", "Papelera" + System.nanoTime());
        saved(changes.delete(contact, gone.id(), admin));

        assertThat(records.find(contact, gone.id(), admin)).isEmpty();
        assertThat(search.find(gone.title(), Optional.empty(), admin, 5)).isEmpty();
        saved(changes.restore(contact, gone.id(), admin));
        assertThat(records.find(contact, gone.id(), admin)).isPresent();
        assertThat(search.find(gone.title(), Optional.empty(), admin, 5)).hasSize(1);
    }

    @Test
    @Tag("FEA-01")
    void a_field_added_while_running_works_at_once() {
        ObjectField colour = designer.addField(
                "contact",
                NewField.plain(
                        FieldType.CHOICE,
                        Label.same("Color favorito " + System.nanoTime()),
                        List.of(
                                new NewChoice(null, Label.same("Rojo"), null),
                                new NewChoice(null, Label.same("Azul"), null)),
                        null));
        contact = types.load("contact");
        StoredRecord ana = contact(admin, "first_name", "Ana", colour.key(), "rojo");

        assertThat(found(colour.key() + ":is:rojo")).containsExactly("Ana");
        designer.addChoice(types.load("contact").field(colour.key()), new NewChoice(null, Label.same("Verde"), null));
        contact = types.load("contact");
        saved(changes.change(contact, ana.id(), ana.version(), typed(contact, colour.key(), "verde"), admin));
        assertThat(records.history(ana, Optional.of(colour.key()), admin, 5)).hasSize(1);
    }

    @Test
    void every_kind_of_field_is_stored_changed_in_bulk_and_taken_back() {
        Map<FieldType, List<String>> samples = Map.ofEntries(
                Map.entry(FieldType.TEXT, List.of("uno", "dos")),
                Map.entry(FieldType.LONG_TEXT, List.of("uno\ndos", "tres")),
                Map.entry(FieldType.NUMBER, List.of("1.234,5", "7")),
                Map.entry(FieldType.MONEY, List.of("12.450,50", "9")),
                Map.entry(FieldType.PERCENT, List.of("62 %", "5")),
                Map.entry(FieldType.DATE, List.of("2026-01-31", "2026-02-01")),
                Map.entry(FieldType.DATE_TIME, List.of("2026-01-31T09:30", "2026-02-01T10:00")),
                Map.entry(FieldType.YES_NO, List.of("true", "false")),
                Map.entry(FieldType.EMAIL, List.of("a@b.example", "c@d.example")),
                Map.entry(FieldType.PHONE, List.of("600123123", "611222333")),
                Map.entry(FieldType.LINK, List.of("lazo.example", "https://otra.example/x")),
                Map.entry(FieldType.TAGS, List.of("a, \"b\", ñ", "c")),
                Map.entry(FieldType.USER, List.of("" + admin.id(), "" + seller.id())));
        String stamp = "" + System.nanoTime();
        Map<FieldType, ObjectField> fields = new HashMap<>();
        samples.keySet()
                .forEach(type -> fields.put(
                        type,
                        designer.addField(
                                "contact", NewField.plain(type, Label.same(type.key() + stamp), List.of(), null))));
        contact = types.load("contact");
        List<String> pairs = new ArrayList<>(List.of("first_name", "Todo"));
        samples.forEach((type, values) -> pairs.addAll(List.of(fields.get(type).key(), values.getFirst())));
        pairs.addAll(List.of("address.city", "León", "address.street", "Calle \"Ancha\", 3"));
        StoredRecord before = contact(admin, pairs.toArray(String[]::new));

        samples.forEach((type, values) -> {
            String key = fields.get(type).key();
            Object value = typed(contact, key, values.get(1)).values().get(key);
            BulkChanges.Outcome outcome = bulk.apply(
                    new Selection.Ticked(contact, Set.of(before.id())),
                    new Edit.SetValue(key, value),
                    admin,
                    done -> {});
            assertThat(outcome.changed()).as(type.key()).isEqualTo(1);
            assertThat(records.find(contact, before.id(), admin).orElseThrow().value(key))
                    .as(type.key())
                    .isEqualTo(value);
            assertThat(batches.undo(outcome.batchId(), admin)).as(type.key()).isPresent();
            assertThat(records.find(contact, before.id(), admin).orElseThrow().value(key))
                    .as(type.key())
                    .isEqualTo(before.value(key));
        });
        BulkChanges.Outcome address = bulk.apply(
                new Selection.Ticked(contact, Set.of(before.id())),
                new Edit.SetValue("address", null),
                admin,
                done -> {});
        assertThat(records.find(contact, before.id(), admin).orElseThrow().address("address"))
                .isNull();
        batches.undo(address.batchId(), admin);
        assertThat(records.find(contact, before.id(), admin).orElseThrow().address("address"))
                .isEqualTo(before.address("address"));
    }

    @Test
    void undoing_leaves_alone_what_somebody_changed_since() {
        String city = "Deshacer" + System.nanoTime();
        StoredRecord one = contact(admin, "first_name", "Uno", "address.city", city, "lifecycle", "lead");
        StoredRecord two = contact(admin, "first_name", "Dos", "address.city", city, "lifecycle", "lead");
        RecordQuery here = RecordQuery.of(contact, FilterText.conditions(List.of("address.city:is:" + city)));
        BulkChanges.Outcome outcome = bulk.apply(
                new Selection.Everything(here, MADRID), new Edit.SetValue("lifecycle", "customer"), admin, done -> {});
        StoredRecord changed = records.find(contact, two.id(), admin).orElseThrow();
        saved(changes.change(contact, two.id(), changed.version(), typed(contact, "lifecycle", "lost"), admin));

        assertThat(batches.undo(outcome.batchId(), admin)).contains(new Batches.Undone(1, 1));
        assertThat(records.find(contact, one.id(), admin).orElseThrow().text("lifecycle"))
                .isEqualTo("lead");
        assertThat(records.find(contact, two.id(), admin).orElseThrow().text("lifecycle"))
                .isEqualTo("lost");
        assertThat(batches.undo(outcome.batchId(), admin)).isEmpty();
    }

    @Test
    void deleting_in_bulk_can_be_undone() {
        StoredRecord one = contact(admin, "first_name", "Borrable");
        BulkChanges.Outcome outcome =
                bulk.apply(new Selection.Ticked(contact, Set.of(one.id())), new Edit.Delete(), admin, done -> {});
        assertThat(records.find(contact, one.id(), admin)).isEmpty();

        batches.undo(outcome.batchId(), admin);
        assertThat(records.find(contact, one.id(), admin)).isPresent();
    }

    @Test
    void tags_are_added_and_removed_in_bulk() {
        StoredRecord one = contact(admin, "first_name", "Etiquetas", "tags", "A, B");
        Selection ticked = new Selection.Ticked(contact, Set.of(one.id()));
        bulk.apply(ticked, new Edit.AddTags("tags", List.of("B", "C")), admin, done -> {});
        assertThat(records.find(contact, one.id(), admin).orElseThrow().words("tags"))
                .containsExactly("A", "B", "C");
        bulk.apply(ticked, new Edit.RemoveTags("tags", List.of("A")), admin, done -> {});
        assertThat(records.find(contact, one.id(), admin).orElseThrow().words("tags"))
                .containsExactly("B", "C");
    }

    @Test
    void money_keeps_its_currency() {
        ObjectType deal = types.load("opportunity");
        StoredRecord saved = saved(changes.create(
                deal, typed(deal, "name", "Ampliación", "amount", "48.200", "amount.currency", "usd"), admin));
        assertThat(saved.money("amount")).isEqualTo(new Money(new java.math.BigDecimal("48200"), "USD"));
        assertThat(saved.text("stage")).isEqualTo("exploration");
    }
}
