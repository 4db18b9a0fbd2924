package lazo.kernel.transfer;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.COMPANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import lazo.Eventually;
import lazo.TestDatabase;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.transfer.ImportPlan.BadCells;
import lazo.kernel.transfer.ImportPlan.Duplicates;
import lazo.kernel.transfer.ImportPlan.EmptyCells;
import lazo.kernel.transfer.ImportPlan.Mode;
import lazo.kernel.transfer.profile.ColumnProfile;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

@SpringBootTest(properties = "lazo.home=target/test-home-${lazo.fork:1}")
@ContextConfiguration(initializers = TestDatabase.ForContext.class)
class ImportsTest {
    @TempDir
    Path folder;

    @Autowired
    DSLContext sql;

    @Autowired
    DataSource dataSource;

    @Autowired
    ObjectTypes types;

    @Autowired
    Imports imports;

    @Autowired
    ImportProblems problems;

    @Autowired
    org.springframework.context.ApplicationEventPublisher events;

    @Autowired
    org.springframework.transaction.PlatformTransactionManager transactions;

    @Autowired
    lazo.kernel.identity.Users users;

    @Autowired
    lazo.kernel.notification.Notifications notifications;

    @Autowired
    ImportWork work;

    @Autowired
    ImportReaders readers;

    @Autowired
    Proposal proposal;

    Actor admin;
    Actor seller;

    @BeforeEach
    void users() {
        sql.insertInto(COMPANY)
                .columns(COMPANY.ID, COMPANY.NAME, COMPANY.LOCALE, COMPANY.CURRENCY, COMPANY.TIME_ZONE)
                .values(1, "Almena", "es-ES", "EUR", "Europe/Madrid")
                .onDuplicateKeyIgnore()
                .execute();
        admin = user("Nuria", Role.ADMINISTRATOR);
        seller = user("Luis", Role.SELLER);
    }

    private Actor user(String name, Role role) {
        String email = name.toLowerCase() + System.nanoTime() + "@almena.example";
        long id = sql.insertInto(APP_USER)
                .set(APP_USER.NAME, name)
                .set(APP_USER.EMAIL, email)
                .set(APP_USER.PASSWORD_HASH, "x")
                .set(APP_USER.ROLE, role.key())
                .returningResult(APP_USER.ID)
                .fetchSingle()
                .value1();
        return new Actor(id, name, role, Set.of(id));
    }

    @Test
    void a_file_larger_than_allowed_is_refused_and_nothing_of_it_stays(@TempDir Path home) throws IOException {
        var small = new Imports(sql, java.time.Clock.systemUTC(), events, transactions, users, notifications, 1, home);
        byte[] file = "name\n".concat("x,y\n".repeat(300_000)).getBytes(StandardCharsets.UTF_8);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> small.take(new java.io.ByteArrayInputStream(file), "large.csv", null, admin))
                .isInstanceOf(lazo.kernel.transfer.source.SourceRefused.class)
                .hasMessageContaining("IMP-111");
        try (var left = Files.list(home.resolve("imports"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    @Tag("FEA-03")
    @Tag("FEA-01")
    void forty_thousand_leads_of_a_bank_get_a_typed_field_for_each_column_and_go_again() throws Exception {
        ImportRun run = read(Samples.bankMarketing(folder), admin);
        assertThat(run.plan()).as("nothing in the file tells what it holds").isNull();
        assertThat(run.rowsTotal()).isEqualTo(41_188);
        ImportPlan plan = proposal.planFor("lead", run.file(), run.knownProfile(), admin, readers.of(admin));
        assertThat(plan.runningName())
                .as("no name in the file: numbers are offered")
                .isTrue();
        plan = everythingAsField(plan, run);
        imports.plan(run.id(), plan);

        ImportRun checked = check(run);
        assertThat(checked.trial()).isEqualTo(new Tally(41_188, 0, 0, 0, 0, 0));
        assertThat(count("lead")).isZero();

        long started = System.nanoTime();
        ImportRun done = run(run);
        System.out.printf("bank: %d rows in %.1f s%n", done.rowsDone(), (System.nanoTime() - started) / 1e9);
        assertThat(done.tally()).isEqualTo(new Tally(41_188, 0, 0, 0, 0, 0));
        assertThat(types.load("lead").field("age").type()).isEqualTo(FieldType.NUMBER);
        assertThat(types.load("lead").field("job").type()).isEqualTo(FieldType.CHOICE);
        assertThat(types.load("lead").field("job").choices()).hasSize(12);
        assertThat(types.load("lead").field("y").type()).isEqualTo(FieldType.YES_NO);
        assertThat(types.load("lead").field("euribor3m").type()).isEqualTo(FieldType.NUMBER);
        String age = types.load("lead").field("age").column();
        String y = types.load("lead").field("y").column();
        assertThat(sql.fetchValue("select count(*) from record.lead where \"%s\"".formatted(y)))
                .isEqualTo(4_640L);
        assertThat(sql.fetchValue("select sum(\"%s\") from record.lead".formatted(age))
                        .toString())
                .isEqualTo("1648511");
        assertThat(sql.fetchValue("select count(*) from record.lead where name = 'Lead 41188' and status = 'new'"))
                .isEqualTo(1L);
        assertThat(sql.fetchValue("select count(*) from search_document where object_key = 'lead'"))
                .isEqualTo(41_188L);
        assertThat(sql.fetchValue(
                        "select count(*) from timeline_entry where kind = 'IMPORTED' and batch_id = ?", done.batchId()))
                .isEqualTo(41_188L);

        imports.undo(run.id());
        awaits(run, ImportState.UNDONE);
        assertThat(count("lead")).isZero();
        assertThat(sql.fetchValue("select count(*) from search_document where object_key = 'lead'"))
                .isEqualTo(0L);
    }

    @Test
    @Tag("FEA-03")
    void the_same_file_twice_changes_nothing_and_three_edited_cells_change_three_fields() throws Exception {
        Path file = Samples.telcoChurnWithNumbers(folder);
        ImportRun first = read(file, admin);
        ImportPlan plan = everythingAsField(
                proposal.planFor("contact", first.file(), first.knownProfile(), admin, readers.of(admin)), first);
        plan = keyed(plan, Mode.CREATE_OR_UPDATE, List.of("new 0"));
        imports.plan(first.id(), plan);
        assertThat(check(first).trial()).isEqualTo(new Tally(7_043, 0, 0, 0, 0, 0));
        ImportRun done = run(first);
        assertThat(done.tally()).isEqualTo(new Tally(7_043, 0, 0, 0, 0, 0));
        List<ColumnPlan> mapped = done.knownPlan().columns();
        assertThat(mapped).allMatch(column -> column.use() == ColumnPlan.Use.FIELD);
        String key = done.knownPlan().key().get(0);

        ImportRun again = again(file, mapped, key);
        assertThat(check(again).trial()).isEqualTo(new Tally(0, 0, 7_043, 0, 0, 0));
        assertThat(run(again).tally()).isEqualTo(new Tally(0, 0, 7_043, 0, 0, 0));

        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(
                10,
                lines.get(10).replaceFirst("^C-00010,(Yes|No),", "C-00010,Yes,").replaceFirst(",[^,]*$", ",1.25"));
        lines.set(20, lines.get(20).replaceFirst(",[^,]*$", ",77.5"));
        Path edited = Files.write(folder.resolve("edited.csv"), lines);
        ImportRun third = again(edited, mapped, key);
        Tally expected = new Tally(0, 2, 7_041, 0, 0, 0);
        assertThat(check(third).trial()).isEqualTo(expected);
        ImportRun changed = run(third);
        assertThat(changed.tally()).isEqualTo(expected);
        assertThat(sql.fetch(
                                "select field_key, new_value from record_change where batch_id = ? order by record_id, field_key",
                                changed.batchId())
                        .map(row -> row.get(0) + "=" + row.get(1)))
                .hasSize(3)
                .contains("total_charges=1.25", "total_charges=77.5");

        imports.undo(third.id());
        awaits(third, ImportState.UNDONE);
        ImportRun same = again(file, mapped, key);
        assertThat(run(same).tally()).isEqualTo(new Tally(0, 0, 7_043, 0, 0, 0));
        imports.undo(first.id());
        awaits(first, ImportState.UNDONE);
        assertThat(count("contact")).isZero();
    }

    private ImportRun again(Path file, List<ColumnPlan> mapped, String key) throws Exception {
        ImportRun run = read(file, admin);
        ImportPlan plan = proposal.planFor("contact", run.file(), run.knownProfile(), admin, readers.of(admin));
        imports.plan(run.id(), keyed(plan.with(mapped), Mode.CREATE_OR_UPDATE, List.of(key)));
        return run;
    }

    @Test
    void every_problem_is_told_with_its_line_before_anything_is_written_and_rejected_rows_are_counted()
            throws Exception {
        ImportRun run = read(text("""
                Nombre;Apellidos;Correo;Teléfono;Cumpleaños;Empresa;Propietario;Nota
                Ana;Peña;ana.p@uno.example;600 111 222;31/12/1980;Uno SL;Nadie;x
                Eva;Ruiz;eva sin arroba;600 111 223;30/12/1981;Uno SL;;x
                Luis;Gil;luis.g@uno.example;600 111 224;31/02/1982;Dos SL;;x
                ;;vacio@uno.example;;;;;x
                Ana;Otra;ANA.P@uno.example;600 111 225;01/12/1983;Dos SL;;x
                Pepe;Sanz;pepe.s@uno.example;600 111 226;01/12/1984;uno sl;;x;sobra
                """), admin);
        ImportPlan plan = run.knownPlan();
        assertThat(plan.object()).isEqualTo("contact");
        ImportRun checked = check(run);
        assertThat(checked.trial()).isEqualTo(new Tally(1, 0, 0, 1, 4, 1));
        List<RowNote> notes = problems.list(run.id(), true, 0, 100);
        assertThat(notes)
                .extracting(note -> note.line() + " " + note.code())
                .containsExactly("2 IMP-212", "3 IMP-205", "4 IMP-202", "5 IMP-211", "6 IMP-221", "7 IMP-230");
        assertThat(count("contact")).isZero();
        ImportRun done = run(run);
        assertThat(done.tally()).isEqualTo(new Tally(1, 0, 0, 1, 4, 1));
        assertThat(problems.list(run.id(), false, 0, 100))
                .extracting(RowNote::code)
                .as("what happens is what was told before")
                .containsExactly("IMP-212", "IMP-205", "IMP-202", "IMP-211", "IMP-221", "IMP-230");
        assertThat(sql.fetchValue("select name from record.contact where deleted_at is null"))
                .isEqualTo("Ana Peña");
        assertThat(sql.fetchValue("select a.name from record.contact c join record.account a on a.id = c.account"))
                .isEqualTo("Uno SL");
        assertThat(sql.fetchValue("select phone from record.contact where deleted_at is null"))
                .isEqualTo("+34 600 11 12 22");
        imports.undo(run.id());
        awaits(run, ImportState.UNDONE);
        assertThat(count("contact")).isZero();
        assertThat(count("account"))
                .as("the company that was made because a row named it goes too")
                .isZero();
    }

    @Test
    @Tag("SYS-04")
    void an_export_of_hubspot_is_found_again_by_its_identifiers() throws Exception {
        String text = """
                Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lifecycle Stage,Create Date,Company Name,Job Title
                101,Ana,Peña,ana@hub.example,+34 600 111 222,Nuria,Customer,2024-01-05 10:00,Tres SL,CEO
                102,Eva,Ruiz,eva@hub.example,,,Subscriber,2024-01-06 10:00,Tres SL,CTO
                """;
        ImportRun run = read(text(text), admin);
        assertThat(run.knownPlan().system()).isEqualTo("hubspot");
        assertThat(run.knownPlan().mode()).isEqualTo(Mode.CREATE_OR_UPDATE);
        assertThat(run(run).tally()).isEqualTo(new Tally(2, 0, 0, 0, 0, 0));
        assertThat(types.load("contact").field("lifecycle").choices())
                .anyMatch(choice -> choice.label().in(java.util.Locale.ENGLISH).equals("Subscriber"));
        assertThat(sql.fetchValue(
                        "select lifecycle from record.contact where first_name = 'Ana' and email = 'ana@hub.example'"))
                .isEqualTo("customer");
        assertThat(sql.fetchValue("select extra ->> 'Create Date' from record.contact where email = 'ana@hub.example'"))
                .isEqualTo("2024-01-05 10:00");
        ImportRun second = read(text(text.replace("CTO", "CFO")), admin);
        assertThat(run(second).tally()).isEqualTo(new Tally(0, 1, 1, 0, 0, 0));
        imports.undo(second.id());
        awaits(second, ImportState.UNDONE);
        assertThat(sql.fetchValue("select job_title from record.contact where email = 'eva@hub.example'"))
                .isEqualTo("CTO");
        imports.undo(run.id());
        awaits(run, ImportState.UNDONE);
    }

    @Test
    void empty_cells_keep_or_clear_and_addresses_are_merged_part_by_part() throws Exception {
        ImportRun run = read(
                text(
                        "Nombre;NIF;Calle;Ciudad;Sector\nUno SA;A1;Mayor 3;León;Comercio\nDos SA;A2;Mayor 4;León;Comercio\n"),
                admin);
        assertThat(run.knownPlan().object()).isEqualTo("account");
        assertThat(run(run).tally().created()).isEqualTo(2);
        ImportRun keep = read(text("NIF;Ciudad;Sector\nA1;Oviedo;\nA2;;Energía\nA3;Gijón;\n"), admin);
        ImportPlan plan = proposal.planFor("account", keep.file(), keep.knownProfile(), admin, readers.of(admin));
        imports.plan(keep.id(), keyed(plan, Mode.UPDATE, List.of("tax_id")));
        assertThat(run(keep).tally()).isEqualTo(new Tally(0, 2, 0, 1, 0, 0));
        assertThat(
                        sql.fetchValue(
                                "select address_street || ' ' || address_city || ' ' || industry from record.account where tax_id = 'A1'"))
                .isEqualTo("Mayor 3 Oviedo commerce");
        ImportRun clear = read(text("NIF;Ciudad;Sector\nA1;Oviedo;\nA2;;Energía\n"), admin);
        plan = proposal.planFor("account", clear.file(), clear.knownProfile(), admin, readers.of(admin));
        plan = keyed(plan, Mode.UPDATE, List.of("tax_id"));
        plan = plan.with(
                plan.mode(),
                plan.key(),
                EmptyCells.CLEAR,
                plan.badCells(),
                plan.duplicates(),
                plan.owner(),
                plan.createTargets(),
                plan.newChoices(),
                plan.runningName(),
                plan.constants());
        imports.plan(clear.id(), plan);
        assertThat(run(clear).tally()).isEqualTo(new Tally(0, 2, 0, 0, 0, 0));
        assertThat(sql.fetchValue("select industry from record.account where tax_id = 'A1'"))
                .isNull();
        assertThat(sql.fetchValue("select address_city from record.account where tax_id = 'A2'"))
                .isNull();
        imports.undo(run.id());
        awaits(run, ImportState.UNDONE);
    }

    @Test
    @Tag("GOV-02")
    void a_seller_changes_only_their_own_records() throws Exception {
        ImportRun run = read(text("Nombre;NIF;Sector\nCuatro SA;B1;Comercio\nCinco SA;B2;Comercio\n"), admin);
        assertThat(run(run).tally().created()).isEqualTo(2);
        sql.update(table(name("record", "account")))
                .set(field("owner_id", Long.class), seller.id())
                .where(field("tax_id", String.class).eq("B2"))
                .execute();
        ImportRun theirs = read(text("NIF;Sector\nB1;Energía\nB2;Energía\n"), seller);
        ImportPlan plan = proposal.planFor("account", theirs.file(), theirs.knownProfile(), seller, readers.of(seller));
        imports.plan(theirs.id(), keyed(plan, Mode.UPDATE, List.of("tax_id")));
        assertThat(run(theirs).tally()).isEqualTo(new Tally(0, 1, 0, 0, 1, 0));
        assertThat(problems.list(theirs.id(), false, 0, 10))
                .extracting(RowNote::code)
                .containsExactly("IMP-218");
        assertThat(imports.find(run.id(), seller)).isEmpty();
        imports.undo(run.id());
        awaits(run, ImportState.UNDONE);
    }

    @Test
    void an_import_that_is_stopped_anywhere_goes_on_without_losing_or_doubling_a_row() throws Exception {
        StringBuilder text = new StringBuilder("Nombre;NIF;Empleados\n");
        for (int i = 1; i <= 23_000; i++) {
            text.append("Empresa ")
                    .append(i)
                    .append(";Z")
                    .append(i)
                    .append(';')
                    .append(i % 7 == 0 ? "muchos" : i % 100)
                    .append('\n');
        }
        ImportRun run = read(text(text.toString()), admin);
        try (Connection lock = dataSource.getConnection();
                var statement = lock.prepareStatement("select pg_advisory_lock(7301, ?)")) {
            statement.setInt(1, (int) run.id());
            statement.execute();
            imports.run(run.id());
            for (int stop = 1; imports.load(run.id()).state() == ImportState.RUNNING; stop++) {
                AtomicInteger asked = new AtomicInteger();
                work.proceed(run.id(), () -> asked.incrementAndGet() > 1);
                ImportRun now = imports.load(run.id());
                assertThat(now.rowsDone()).isEqualTo(now.tally().rows()).isLessThanOrEqualTo(23_000);
                assertThat(count("account")).isEqualTo(now.tally().created());
                assertThat(stop).isLessThan(20);
            }
            try (var release = lock.createStatement()) {
                release.execute("select pg_advisory_unlock_all()");
            }
        }
        ImportRun done = imports.load(run.id());
        assertThat(done.state()).isEqualTo(ImportState.DONE);
        assertThat(done.tally()).isEqualTo(new Tally(19_715, 0, 0, 0, 3_285, 0));
        imports.undo(run.id());
        awaits(run, ImportState.UNDONE);
        assertThat(count("account")).isZero();
    }

    @Test
    void a_running_import_can_be_cancelled_and_gone_on_with() throws Exception {
        StringBuilder text = new StringBuilder("Nombre;NIF\n");
        for (int i = 1; i <= 60_000; i++) {
            text.append("Sociedad ").append(i).append(";Y").append(i).append('\n');
        }
        ImportRun run = read(text(text.toString()), admin);
        imports.run(run.id());
        Eventually.holds("rows are written", () -> imports.load(run.id()).rowsDone() > 0);
        imports.cancel(run.id());
        ImportRun stopped = awaits(run, ImportState.CANCELLED, ImportState.DONE);
        assertThat(count("account")).isEqualTo(stopped.rowsDone());
        if (stopped.state() == ImportState.CANCELLED) {
            imports.goOn(run.id());
            awaits(run, ImportState.DONE);
        }
        assertThat(count("account")).isEqualTo(60_000);
        imports.undo(run.id());
        awaits(run, ImportState.UNDONE);
    }

    @Test
    void hostile_contacts_are_kept_as_they_are() throws Exception {
        ImportRun run = read(Samples.hostile("contacts-hostile.csv", folder), admin);
        ImportPlan plan = proposal.planFor("contact", run.file(), run.knownProfile(), admin, readers.of(admin));
        plan = plan.with(
                plan.mode(),
                plan.key(),
                plan.emptyCells(),
                BadCells.LEAVE_EMPTY,
                Duplicates.CREATE,
                plan.owner(),
                true,
                true,
                false,
                plan.constants());
        imports.plan(run.id(), plan);
        ImportRun done = run(run);
        assertThat(done.tally().rows()).isEqualTo(7);
        assertThat(done.tally().rejected()).isZero();
        assertThat(sql.fetchValue(
                        "select count(*) from record.contact where batch_id = ? and first_name like '=HYPERLINK%'",
                        done.batchId()))
                .isEqualTo(1L);
        imports.undo(run.id());
        awaits(run, ImportState.UNDONE);
    }

    private static ImportPlan keyed(ImportPlan plan, Mode mode, List<String> key) {
        return plan.with(
                mode,
                key,
                plan.emptyCells(),
                plan.badCells(),
                plan.duplicates(),
                plan.owner(),
                plan.createTargets(),
                plan.newChoices(),
                plan.runningName(),
                plan.constants());
    }

    private static ImportPlan everythingAsField(ImportPlan plan, ImportRun run) {
        Map<Integer, ColumnProfile> profiles = new HashMap<>();
        run.knownProfile()
                .columns()
                .forEach(column -> profiles.put(column.column().position(), column));
        return plan.with(plan.columns().stream()
                .map(column -> column.asNew(Proposal.newType(profiles.get(column.position()))))
                .toList());
    }

    private Path text(String text) throws IOException {
        Path path = Files.createTempFile(folder, "datos", ".csv");
        return Files.write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private ImportRun read(Path file, Actor actor) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            ImportRun run = imports.take(in, file.getFileName().toString(), null, actor);
            return awaits(run, ImportState.READY);
        }
    }

    private ImportRun check(ImportRun run) throws Exception {
        assertThat(imports.check(run.id())).isTrue();
        return awaits(run, ImportState.CHECKED);
    }

    private ImportRun run(ImportRun run) throws Exception {
        assertThat(imports.run(run.id())).isTrue();
        return awaits(run, ImportState.DONE);
    }

    private ImportRun awaits(ImportRun run, ImportState... states) throws Exception {
        for (int i = 0; i < 6000; i++) {
            ImportRun now = imports.load(run.id());
            if (List.of(states).contains(now.state())) {
                return now;
            }
            assertThat(now.state()).isNotIn(ImportState.FAILED, ImportState.REFUSED);
            Thread.sleep(20);
        }
        throw new AssertionError("Import stays " + imports.load(run.id()).state());
    }

    private long count(String object) {
        return (Long) sql.fetchValue("select count(*) from record.\"%s\" where deleted_at is null".formatted(object));
    }
}
