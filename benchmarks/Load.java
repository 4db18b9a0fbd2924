import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * CPU milliseconds per request, of the application and of PostgreSQL together, and how many point selects of the same
 * PostgreSQL in the same run that is. Wall time is not reported: machines are shared.
 */
final class Load {
    /** The median of so many batches is reported, so that a disturbed one does not count. */
    private static final int BATCHES = 7;

    private static final int REQUESTS = Integer.getInteger("requests", 30);
    private static final int WARM_UP_ROUNDS = Integer.getInteger("warm", 250);
    private static final List<String> FIRSTS =
            List.of("María", "Lucía", "Begoña", "Itziar", "Nuria", "Antonio", "José", "Álvaro", "Ferran", "Óscar", "Unai", "Hugo");
    private static final List<String> LASTS = List.of(
            "García", "Rodríguez", "Fernández", "López", "Martínez", "Gómez", "Jiménez", "Álvarez", "Gutiérrez", "Navarro",
            "Domínguez", "Vázquez", "Serrano", "Molina", "Ortega", "Delgado", "Garrido", "Castillo", "Mendizábal", "Echeverría",
            "Domènech", "Rovira", "Tudela", "Quintana", "Beltrán", "Ochoa", "Salinas", "Velasco", "Hidalgo", "Montero");
    private static final String OPEN_STAGES = "'exploration', 'study', 'proposal'";

    private final String base;
    private final Path home;
    private final SplittableRandom dice = new SplittableRandom(2026);
    private final Meter meter;
    private final Connection sql;

    private Load(String base, Path home) throws Exception {
        this.base = base;
        this.home = home;
        this.meter = Meter.of(home);
        this.sql = connect();
    }

    private Connection connect() throws Exception {
        Properties access = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("postgres.properties"))) {
            access.load(reader);
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + access.getProperty("port") + "/lazo?preferQueryMode=simple",
                "postgres",
                access.getProperty("admin.password"));
    }

    /** Arguments: address, data folder, and numbers of parties, or {@code weight}, {@code memory}, {@code import ROWS}, {@code sales FILE}. */
    public static void main(String[] args) throws Exception {
        Load load = new Load(args[0], Path.of(args[1]));
        List<String> rest = Arrays.asList(args).subList(2, args.length);
        if (rest.getFirst().equals("memory")) {
            System.out.println(load.meter.memory());
            return;
        }
        if (rest.getFirst().equals("import")) {
            load.bring(Integer.parseInt(rest.get(1)));
            return;
        }
        if (rest.getFirst().equals("sales")) {
            load.sell(Path.of(rest.get(1)));
            return;
        }
        if (rest.getFirst().equals("weight")) {
            load.weigh();
            return;
        }
        boolean warm = false;
        for (String size : rest) {
            load.fill(Integer.parseInt(size));
            if (!Boolean.getBoolean("fill")) {
                load.measure(Integer.parseInt(size), !warm);
                warm = true;
            }
        }
    }

    /** One way of using Lazo. @param requests how many in a batch @param send the place is a number never used before */
    private record Operation(String name, int requests, Request send) {}

    private interface Request {
        void send(int place) throws Exception;
    }

    /** Fills the database unless it holds just this. */
    private void fill(int parties) throws Exception {
        Visitor.administrator(base);
        try (Statement statement = sql.createStatement()) {
            statement.execute("create table if not exists bench_filled (parties int)");
            if (number(statement, "select coalesce(max(parties), 0) from bench_filled") == parties) {
                return;
            }
            Instant start = Instant.now();
            statement.execute("delete from bench_filled");
            String script = Files.readString(Path.of(System.getProperty("here"), "data.sql"))
                    .replace(":parties", String.valueOf(parties))
                    .replace(":accounts", String.valueOf(parties * 2 / 5))
                    .replace(":contacts", String.valueOf(parties * 3 / 5))
                    .replace(":deals", String.valueOf(parties * 3 / 10))
                    .replace(":activities", String.valueOf(parties * 5L))
                    .replace(":users", String.valueOf(users(parties)));
            for (String command : script.split("(?m)^--$")) {
                Instant before = Instant.now();
                statement.execute(command.strip());
                long seconds = Duration.between(before, Instant.now()).toSeconds();
                if (seconds > 20) {
                    System.err.printf("  %4d s  %s%n", seconds, command.strip().lines().findFirst().orElse(""));
                }
            }
            statement.execute("insert into bench_filled values (" + parties + ")");
            System.err.printf("Filled with %,d parties in %d s%n", parties, Duration.between(start, Instant.now()).toSeconds());
        }
    }

    private static int users(int parties) {
        return Math.clamp(parties / 5000, 10, 200);
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private record Versioned(long id, int version) {}

    private List<Versioned> some(String query) throws SQLException {
        List<Versioned> some = new ArrayList<>();
        try (Statement statement = sql.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                some.add(new Versioned(rows.getLong(1), rows.getInt(2)));
            }
        }
        return some;
    }

    private List<Operation> operations(int parties) throws Exception {
        Visitor all = Visitor.administrator(base);
        Seller seller = seller(parties / 100);
        int contacts = parties * 3 / 5;
        int accounts = parties * 2 / 5;
        List<String> fragments = List.of("mendiz", "rovira", "ferran", "echeve", "castan", "tudela", "oller", "quint");
        List<String> twoWords = List.of("lucia mendiz", "bodegas tudela", "pau rovira", "leire ochoa", "talleres vega");
        List<Versioned> open = openDeals("deleted_at is null");
        Map<Long, Integer> moved = new HashMap<>();
        Stream.of(open, seller.deals()).flatMap(List::stream).forEach(is -> moved.put(is.id(), is.version()));
        Map<Long, Integer> edited = new HashMap<>();
        some("select id, version from record.contact where version > 1").forEach(is -> edited.put(is.id(), is.version()));
        List<Operation> operations = new ArrayList<>();
        operations.add(new Operation("**list** 50 by name, one filter", REQUESTS,
                place -> all.get("/o/contact?f=lifecycle:is:customer&sort=name")));
        operations.add(new Operation("the same for a seller", REQUESTS,
                place -> seller.visitor().get("/o/contact?f=lifecycle:is:customer&sort=name")));
        operations.add(new Operation("list by last activity, two filters", REQUESTS,
                place -> all.get("/o/contact?f=address.city:is:Toledo&f=lifecycle:is:customer&sort=-last_activity_at")));
        operations.add(new Operation("list of open deals by amount", REQUESTS,
                place -> all.get("/o/opportunity?f=stage:is:exploration:study:proposal:negotiation&sort=-amount")));
        operations.add(new Operation("list, text typed above it", REQUESTS,
                place -> all.get("/o/contact?q=" + fragments.get(place % fragments.size()))));
        operations.add(new Operation("count of the first list", REQUESTS,
                place -> all.get("/o/contact/count?f=lifecycle:is:customer")));
        operations.add(new Operation("**search** by fragment", REQUESTS,
                place -> all.get("/palette?q=" + fragments.get(place % fragments.size()))));
        operations.add(new Operation("the same for a seller", REQUESTS,
                place -> seller.visitor().get("/palette?q=" + fragments.get(place % fragments.size()))));
        operations.add(new Operation("search by two words", REQUESTS,
                place -> all.get("/palette?q=" + twoWords.get(place % twoWords.size()).replace(" ", "%20"))));
        operations.add(new Operation("search by part of a phone number", REQUESTS,
                place -> all.get("/palette?q=%2B34%206" + (10 + place % 90) + "%20" + (100 + place % 900))));
        operations.add(new Operation("search with a typing mistake", REQUESTS,
                place -> all.get("/palette?q=" + List.of("mendizavel", "echevaria", "quintanna").get(place % 3))));
        operations.add(new Operation("options of a lookup", REQUESTS,
                place -> all.get("/o/account/lookup?q=" + fragments.get(place % fragments.size()))));
        operations.add(new Operation("**record**: a contact's page", REQUESTS,
                place -> all.get("/o/contact/" + (20_000_000L + dice.nextInt(contacts)))));
        operations.add(new Operation("the same for a seller", REQUESTS,
                place -> seller.visitor().get("/o/contact/" + any(seller.contacts()).id())));
        operations.add(new Operation("record: a company's page", REQUESTS,
                place -> all.get("/o/account/" + (10_000_000L + dice.nextInt(accounts)))));
        operations.add(new Operation("record: the busiest contact's page", REQUESTS,
                place -> all.get("/o/contact/" + (20_000_000L + place % 5))));
        operations.add(new Operation("record: a deal's page", REQUESTS,
                place -> all.get("/o/opportunity/" + any(open).id())));
        operations.add(new Operation("**create** a contact, with duplicate check", REQUESTS,
                place -> create(all, fragments.get(place % fragments.size()), 10_000_000L + dice.nextInt(accounts))));
        operations.add(new Operation("the same for a seller", REQUESTS,
                place -> create(seller.visitor(), fragments.get(place % fragments.size()), any(seller.accounts()).id())));
        operations.add(new Operation("edit a field in a list", REQUESTS, place -> {
            long id = 20_000_000L + dice.nextInt(contacts);
            int version = edited.getOrDefault(id, 1);
            all.patch("/o/contact/" + id + "/field/job_title?as=td",
                    Map.of("version", String.valueOf(version), "job_title", "Puesto " + dice.nextInt(1 << 30)));
            edited.put(id, version + 1);
        }));
        operations.add(new Operation("log a call", REQUESTS, place -> all.post(
                "/o/contact/" + (20_000_000L + dice.nextInt(contacts)) + "/composer?kind=call",
                Map.of("description", "Pide que le llamemos el lunes", "outcome", "reached"))));
        operations.add(new Operation("**move a deal** to another stage, by drag", REQUESTS, place -> move(all, any(open), moved)));
        operations.add(new Operation("the same for a seller", REQUESTS, place -> move(seller.visitor(), any(seller.deals()), moved)));
        operations.add(new Operation("the board's figures after it", REQUESTS / 3,
                place -> all.get("/o/opportunity/lanes?pipeline=sales")));
        operations.add(new Operation("the board of all deals", REQUESTS / 3, place -> all.get("/o/opportunity/board")));
        operations.add(new Operation("a seller's own board", REQUESTS / 3, place -> seller.visitor().get("/o/opportunity/board")));
        operations.add(new Operation("a seller's start page", REQUESTS / 2, place -> seller.visitor().get("/")));
        operations.add(new Operation("a seller's agenda", REQUESTS / 2, place -> seller.visitor().get("/agenda")));
        operations.add(new Operation("the team's figures", REQUESTS / 6, place -> all.get("/team")));
        operations.add(new Operation("the funnel", REQUESTS / 6, place -> all.get("/funnel")));
        String only = System.getProperty("only");
        return only == null
                ? operations
                : operations.stream().filter(one -> one.name().matches(only)).toList();
    }

    /** Somebody who sees their own. */
    private record Seller(Visitor visitor, List<Versioned> contacts, List<Versioned> accounts, List<Versioned> deals) {}

    /** The one whose contacts and companies are nearest to so many. */
    private Seller seller(int parties) throws Exception {
        String email;
        try (Statement statement = sql.createStatement();
                ResultSet row = statement.executeQuery("""
                        select u.email from app_user u join (
                            select owner_id from record.contact where deleted_at is null
                            union all select owner_id from record.account where deleted_at is null) r on r.owner_id = u.id
                        where u.role = 'SELLER' group by 1 order by abs(count(*) - %d) limit 1
                        """.formatted(parties))) {
            row.next();
            email = row.getString(1);
        }
        String own = "deleted_at is null and owner_id = (select id from app_user where email = '" + email + "')";
        List<Versioned> contacts = some("select id, version from record.contact where " + own);
        List<Versioned> accounts = some("select id, version from record.account where " + own);
        System.out.printf("The seller sees %,d contacts and companies%n", contacts.size() + accounts.size());
        return new Seller(Visitor.of(base, email), contacts, accounts, openDeals(own));
    }

    private List<Versioned> openDeals(String whose) throws SQLException {
        return some("select id, version from record.opportunity where stage in (" + OPEN_STAGES + ") and " + whose
                + " order by hashint8(id) limit 4000");
    }

    private <T> T any(List<T> some) {
        return some.get(dice.nextInt(some.size()));
    }

    private void create(Visitor visitor, String name, long account) throws Exception {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("first_name", name);
        form.put("last_name", "Medido " + Long.toString(dice.nextLong(1 << 24), 36));
        form.put("email", "nuevo" + dice.nextLong(1L << 40) + "@medida.example");
        form.put("phone", "6%08d".formatted(dice.nextInt(100_000_000)));
        form.put("account", String.valueOf(account));
        visitor.get("/o/contact/twins?" + Visitor.encoded(form));
        visitor.post("/o/contact", form);
    }

    private void move(Visitor visitor, Versioned deal, Map<Long, Integer> moved) throws Exception {
        String answer = visitor.patch("/o/opportunity/" + deal.id() + "/lane", Map.of(
                "to", List.of("exploration", "study", "proposal", "negotiation").get(dice.nextInt(4)),
                "version", String.valueOf(moved.get(deal.id())), "by", "stage", "pipeline", "sales"));
        moved.put(deal.id(), Integer.parseInt(Visitor.found(answer, "data-version=\"(\\d+)\"")));
    }

    private void measure(int parties, boolean cold) throws Exception {
        List<Operation> operations = operations(parties);
        if (cold) {
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                for (Operation operation : operations) {
                    if (operation.requests() >= REQUESTS || round % 10 == 0) {
                        operation.send().send(round);
                    }
                }
            }
        } else {
            for (int round = 0; round < 20; round++) {
                for (Operation operation : operations) {
                    operation.send().send(round);
                }
            }
        }
        double select = pointSelect();
        System.out.printf(Locale.ROOT, "%n### %,d parties%n%nOne point select: %.3f ms of processor time.%n%n", parties, select);
        System.out.println("| operation | CPU ms | of which PostgreSQL | point selects |");
        System.out.println("|---|---|---|---|");
        for (Operation operation : operations) {
            List<Meter.Cpu> batches = new ArrayList<>();
            for (int batch = 0; batch < BATCHES; batch++) {
                Meter.Cpu before = meter.cpu();
                for (int i = 0; i < operation.requests(); i++) {
                    operation.send().send(1000 + batch * operation.requests() + i);
                }
                batches.add(meter.cpu().minus(before).dividedBy(operation.requests()));
            }
            batches.sort((one, other) -> Double.compare(one.sum(), other.sum()));
            Meter.Cpu median = batches.get(BATCHES / 2);
            System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f | %.0f |%n",
                    operation.name(), median.sum(), median.database(), median.sum() / select);
        }
        System.out.printf(Locale.ROOT, "%nA point select afterwards: %.3f ms. Memory of the application: %s.%n",
                pointSelect(), meter.memory());
    }

    /** What an import writes, and what has to be beside each other to compare. */
    private static final List<String> WRITTEN = List.of("record.contact", "search_document", "timeline_entry");

    /** A file of contacts through the wizard, and the same rows by COPY into the same tables, which is then rolled back. */
    private void bring(int rows) throws Exception {
        Visitor visitor = Visitor.administrator(base);
        Path csv = Files.createTempFile("lazo-bench", ".csv");
        String mark = Long.toString(System.currentTimeMillis(), 36);
        List<String> cities = List.of("Madrid", "Sevilla", "Vigo", "Teruel", "Lleida", "Almería", "Burgos", "Gijón");
        try (var wizard = Files.newBufferedWriter(csv)) {
            wizard.write("Nombre;Apellidos;Email;Teléfono;Móvil;Cargo;Ciudad;Código postal;Cumpleaños;Ciclo de vida\n");
            for (int i = 0; i < rows; i++) {
                wizard.write(String.join(";", FIRSTS.get(dice.nextInt(FIRSTS.size())),
                        LASTS.get(dice.nextInt(LASTS.size())) + " " + LASTS.get(dice.nextInt(LASTS.size())),
                        Long.toString(dice.nextLong(1L << 40), 36) + "@" + mark + ".example",
                        "+34 91%07d".formatted(dice.nextInt(10_000_000)), "+34 6%08d".formatted(dice.nextInt(100_000_000)),
                        "Puesto " + dice.nextInt(50), cities.get(dice.nextInt(8)), "%05d".formatted(1000 + dice.nextInt(51_000)),
                        "%04d-%02d-%02d".formatted(1950 + dice.nextInt(50), 1 + dice.nextInt(12), 1 + dice.nextInt(28)),
                        "Cliente\n"));
            }
        }
        try (Statement statement = sql.createStatement()) {
            // Clearing up after whatever was done before would be counted otherwise.
            for (String table : WRITTEN) {
                statement.execute("alter table " + table + " set (autovacuum_enabled = false)");
            }
            bring(rows, visitor, csv, statement);
        } finally {
            sql.setAutoCommit(true);
            try (Statement statement = sql.createStatement()) {
                for (String table : WRITTEN) {
                    statement.execute("alter table " + table + " reset (autovacuum_enabled)");
                }
            }
            Files.delete(csv);
        }
    }

    private void bring(int rows, Visitor visitor, Path csv, Statement statement) throws Exception {
        Meter.Cpu start = meter.cpu();
        String id = Visitor.found(visitor.upload("/import/upload?name=clientes.csv&object=contact", csv), "/import/(\\d+)");
        waitFor(id, "READY");
        Meter.Cpu read = meter.cpu();
        visitor.post("/import/" + id + "/run", Map.of());
        waitFor(id, "DONE");
        Meter.Cpu done = meter.cpu();
        System.out.printf("%,d of %,d rows created%n", number(statement, "select created from import_run where id = " + id), rows);
        show("reading and understanding the file", read.minus(start).dividedBy(rows));
        show("import, with duplicate check, history, timeline and search", done.minus(read).dividedBy(rows));
        long batch = number(statement, "select batch_id from import_run where id = " + id);
        sql.setAutoCommit(false);
        // As the import does: what the index on the text has to learn is written in few goes.
        statement.execute("set local gin_pending_list_limit = '64MB'");
        Meter.Cpu before = meter.cpu();
        Meter.Cpu spent = before.minus(before);
        for (String table : WRITTEN) {
            Meter.Cpu copied = copyAgain(table, batch, statement).dividedBy(rows);
            show("COPY of the same rows into " + table, copied);
            spent = spent.plus(copied);
        }
        show("COPY of the same rows into all three", spent);
        sql.rollback();
    }

    /** Sales lines of another program, such as those of Online Retail, become invoices; then the figures made of them. */
    private void sell(Path csv) throws Exception {
        Visitor visitor = Visitor.administrator(base);
        visitor.get("/import");
        Meter.Cpu start = meter.cpu();
        String id = Visitor.found(visitor.upload("/import/upload?name=sales.csv&object=invoice", csv), "/import/(\\d+)");
        waitFor(id, "READY");
        Meter.Cpu read = meter.cpu();
        visitor.post("/import/" + id + "/run", Map.of());
        waitFor(id, "DONE");
        Meter.Cpu done = meter.cpu();
        try (Statement statement = sql.createStatement()) {
            long lines = number(statement, "select created from import_run where id = " + id);
            System.out.printf("%,d lines of sales%n", lines);
            show("reading and understanding the file, all of it", read.minus(start));
            show("writing invoices, lines, customers and products, all of them", done.minus(read));
            show("a line from the file to the invoice", done.minus(start).dividedBy(lines));
            show("COPY of the same lines into document_line, all of them", copyLines(id, statement));
        }
        for (int i = 0; i < 2; i++) {
            visitor.get("/purchases");
        }
        Meter.Cpu before = meter.cpu();
        for (int i = 0; i < BATCHES; i++) {
            visitor.get("/purchases");
        }
        show("the page of purchases", meter.cpu().minus(before).dividedBy(BATCHES));
    }

    /** Copies the lines that an import of sales wrote there once more, and takes them back. */
    private Meter.Cpu copyLines(String id, Statement statement) throws Exception {
        String columns = "document_id, row_key, position, kind, product_id, name, quantity, price, discount, tax_percent, net";
        Path copy = Files.createTempFile("lazo-bench", ".txt");
        var copies = sql.unwrap(org.postgresql.PGConnection.class).getCopyAPI();
        sql.setAutoCommit(false);
        try (var out = Files.newOutputStream(copy)) {
            copies.copyOut("copy (select " + columns.replace("row_key", "row_key || 'x'") + " from document_line where document_id in"
                    + " (select id from record.invoice where batch_id = (select batch_id from import_run where id = " + id + "))) to stdout", out);
        }
        Meter.Cpu before = meter.cpu();
        try (var in = Files.newInputStream(copy)) {
            copies.copyIn("copy document_line (" + columns + ") from stdin", in);
        }
        Meter.Cpu spent = meter.cpu().minus(before);
        sql.rollback();
        sql.setAutoCommit(true);
        Files.delete(copy);
        return spent;
    }

    /** Copies what a batch wrote into a table there once more, under other ids. */
    private Meter.Cpu copyAgain(String table, long batch, Statement statement) throws Exception {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        try (ResultSet columns = statement.executeQuery("""
                select attname, attidentity <> '' from pg_attribute
                where attrelid = '%s'::regclass and attnum > 0 and not attisdropped order by attnum
                """.formatted(table))) {
            while (columns.next()) {
                String name = columns.getString(1);
                if (!columns.getBoolean(2)) {
                    names.add(name);
                    values.add(List.of("record_id", "subject_id").contains(name) || name.equals("id") && table.startsWith("record.")
                            ? name + " + 1000000000000"
                            : name);
                }
            }
        }
        String rows = table.equals("search_document")
                ? "record_id in (select id from record.contact where batch_id = " + batch + " and id < 1000000000000)"
                : "batch_id = " + batch;
        Path copy = Files.createTempFile("lazo-bench", ".txt");
        var copies = sql.unwrap(org.postgresql.PGConnection.class).getCopyAPI();
        try (var out = Files.newOutputStream(copy)) {
            copies.copyOut("copy (select " + String.join(", ", values) + " from " + table + " where " + rows + ") to stdout", out);
        }
        Meter.Cpu before = meter.cpu();
        try (var in = Files.newInputStream(copy)) {
            copies.copyIn("copy " + table + " (" + String.join(", ", names) + ") from stdin", in);
        }
        if (table.equals("search_document")) {
            statement.execute("select gin_clean_pending_list('search_document_by_text')");
        }
        Meter.Cpu spent = meter.cpu().minus(before);
        Files.delete(copy);
        return spent;
    }

    private static void show(String what, Meter.Cpu spent) {
        System.out.printf(Locale.ROOT, "| %s | %.3f | %.3f |%n", what, spent.sum(), spent.database());
    }

    private void waitFor(String run, String state) throws Exception {
        for (int i = 0; i < 6000; i++) {
            try (Statement statement = sql.createStatement();
                    ResultSet row = statement.executeQuery("select state, failure from import_run where id = " + run)) {
                row.next();
                if (row.getString(1).equals(state)) {
                    return;
                }
                if (List.of("REFUSED", "FAILED", "DONE").contains(row.getString(1))) {
                    throw new IllegalStateException("The import is " + row.getString(1) + ": " + row.getString(2));
                }
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("The import does not become " + state);
    }

    /** Each page in a new browser; the median of three. */
    private void weigh() throws Exception {
        Visitor visitor = Visitor.administrator(base);
        System.out.println("\n| page, cold | requests | KB | main thread, CPU ms |\n|---|---|---|---|");
        for (String path : List.of("/o/contact", "/o/contact/20000000", "/o/opportunity/board", "/")) {
            List<Browser.Cost> visits = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                try (Browser browser = Browser.start()) {
                    visits.add(browser.open(visitor, path));
                }
            }
            visits.sort(java.util.Comparator.comparingDouble(Browser.Cost::mainThreadMillis));
            Browser.Cost median = visits.get(1);
            System.out.printf(Locale.ROOT, "| %s | %d | %.0f | %.0f |%n",
                    path, median.requests(), median.bytes() / 1024.0, median.mainThreadMillis());
        }
    }

    /** What "pgbench -S -c 16 -j 2" at scale 10 does: rows by key out of a million, by 16 connections, unprepared. */
    private double pointSelect() throws Exception {
        try (Statement statement = sql.createStatement()) {
            statement.execute("""
                    create table if not exists bench_point (aid int primary key, bid int, abalance int, filler char(84))
                    """);
            if (number(statement, "select count(*) from (select from bench_point limit 1) found") == 0) {
                statement.execute(
                        "insert into bench_point select n, 1 + n / 100000, 0, '' from generate_series(1, 1000000) n");
                statement.execute("vacuum analyze bench_point");
            }
        }
        int clients = 16;
        int times = 2500;
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            connections.add(connect());
        }
        List<Callable<Void>> work = new ArrayList<>();
        for (Connection connection : connections) {
            long seed = dice.nextLong();
            work.add(() -> {
                SplittableRandom own = new SplittableRandom(seed);
                try (Statement statement = connection.createStatement()) {
                    for (int i = 0; i < times; i++) {
                        number(statement, "select abalance from bench_point where aid = " + (1 + own.nextInt(1_000_000)));
                    }
                }
                return null;
            });
        }
        Meter.Cpu before = meter.cpu();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }
        double spent = meter.cpu().minus(before).database() / (clients * times);
        for (Connection connection : connections) {
            connection.close();
        }
        return spent;
    }
}
