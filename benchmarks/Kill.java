import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kills Lazo, its PostgreSQL or both with {@code SIGKILL} while a file is imported and records are edited, lets it come back
 * by itself, and looks whether anything was lost or done by half. What was random follows from the seed.
 *
 * <p>Arguments: address, data folder, rounds, seed, rows of each imported file, and the command that starts Lazo.
 */
class Kill {
    private static final String PASSWORD = "banco-de-pruebas-4711";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int EDITORS = 2;

    /** What was answered to be saved: the version and the value since then; attempts whose answer never came. */
    private static final class Known {
        private final long id;
        private int version = 1;
        private String value;
        private final Set<String> attempts = ConcurrentHashMap.newKeySet();

        Known(long id, String value) {
            this.id = id;
            this.value = value;
        }
    }

    /** An imported file: how many rows, and what the application must say about them in the end. */
    private record Imported(long id, int rows, int bad) {}

    private enum Victim {
        APPLICATION,
        POSTGRES,
        BOTH
    }

    private final String base;
    private final Path home;
    private final int rows;
    private final List<String> command;
    private final SplittableRandom dice;
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<Long, Known> known = new ConcurrentHashMap<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicReference<String> strange = new AtomicReference<>("");
    private final List<Imported> imports = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private volatile boolean working;
    private String csrf = "";
    private Process lazo;
    private int startedByHand;

    private Kill(String base, Path home, long seed, int rows, List<String> command) {
        this.base = base;
        this.home = home;
        this.rows = rows;
        this.command = command;
        this.dice = new SplittableRandom(seed);
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[2]);
        long seed = Long.parseLong(args[3]);
        Kill kill = new Kill(
                args[0],
                Path.of(args[1]),
                seed,
                Integer.parseInt(args[4]),
                List.of(Arrays.copyOfRange(args, 5, args.length)));
        Runtime.getRuntime().addShutdownHook(new Thread(kill::stop));
        System.out.printf("%d kills with seed %d, files of %d rows%n", rounds, seed, kill.rows);
        kill.start();
        kill.waitUntilUp();
        if (kill.violations.isEmpty()) {
            kill.setUp();
        }
        for (int round = 1; round <= rounds && kill.violations.isEmpty(); round++) {
            kill.round(round);
        }
        if (!kill.csrf.isEmpty()) {
            kill.summary(rounds);
        }
        kill.violations.forEach(System.out::println);
        System.exit(kill.violations.isEmpty() ? 0 : 1);
    }

    private void start() throws IOException {
        lazo = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Files.createDirectories(home).resolveSibling("kill-lazo.log").toFile()))
                .start();
    }

    private void stop() {
        if (lazo != null) {
            lazo.destroy();
            try {
                lazo.waitFor(20, java.util.concurrent.TimeUnit.SECONDS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            lazo.descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void round(int round) throws Exception {
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        working = true;
        long seed = dice.nextLong();
        Optional<Imported> file = rows == 0 ? Optional.empty() : Optional.of(upload(round));
        for (int editor = 0; editor < EDITORS; editor++) {
            int number = editor;
            threads.add(Thread.ofVirtual().start(() -> edit(round, number, new SplittableRandom(seed + number))));
        }
        Victim victim = Victim.values()[dice.nextInt(Victim.values().length)];
        int after = 50 + dice.nextInt(2500);
        if (file.isPresent()) {
            post("/import/" + file.get().id() + "/run", Map.of());
            imports.add(file.get());
        }
        Thread.sleep(after);
        kill(victim);
        long killed = System.nanoTime();
        Thread.sleep(300);
        working = false;
        for (Thread thread : threads) {
            thread.join();
        }
        waitUntilUp();
        long up = System.nanoTime();
        waitForImports();
        check(round);
        System.out.printf(
                Locale.ROOT,
                "round %d: %s after %d ms; back in %.1f s; %d edits answered, %d not; import %s; %.1f s in all%s%n",
                round,
                victim.name().toLowerCase(Locale.ROOT),
                after,
                (up - killed) / 1e9,
                answered.get(),
                unanswered.get(),
                file.map(Imported::id).map(String::valueOf).orElse("none"),
                (System.nanoTime() - begin) / 1e9,
                violations.isEmpty() ? "" : "; VIOLATED: " + violations);
    }

    private void kill(Victim victim) throws IOException {
        List<Long> processes = new ArrayList<>();
        if (victim != Victim.POSTGRES) {
            processes.add(application().pid());
        }
        if (victim != Victim.APPLICATION) {
            processes.add(Long.valueOf(
                    Files.readAllLines(home.resolve("database/postmaster.pid")).getFirst()));
        }
        for (long process : processes) {
            ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** The Java process among what was started. */
    private ProcessHandle application() {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(lazo.toHandle()), lazo.descendants())
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .filter(process -> !read(Path.of("/proc/" + process.pid() + "/cmdline")).contains("lazo.training"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Lazo is not running"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /** A plain Java process is started again, as an init system does; {@code ./lazo run} sees to itself. */
    private void waitUntilUp() throws Exception {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        int good = 0;
        while (good < 2) {
            if (System.nanoTime() > patience) {
                violations.add("Lazo did not come back within " + PATIENCE.toSeconds() + " s");
                return;
            }
            if (!lazo.isAlive()) {
                if (command.getFirst().endsWith("lazo")) {
                    violations.add("./lazo run has ended with " + lazo.exitValue());
                    return;
                }
                startedByHand++;
                start();
            }
            try {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create(base + (csrf.isEmpty() ? "/sign-in" : "/o/contact/count")))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        BodyHandlers.ofString());
                good = answer.statusCode() < 400 ? good + 1 : 0;
            } catch (IOException notYet) {
                good = 0;
            }
            Thread.sleep(150);
        }
    }

    private void setUp() throws Exception {
        String page = get("/setup");
        Map<String, String> form = new LinkedHashMap<>();
        form.put("_csrf", found(page, "name=\"_csrf\" value=\"([^\"]+)\""));
        form.put("name", "Medidor");
        form.put("email", "medidor@lazo.example");
        form.put("password", PASSWORD);
        form.put("company", "Medidas");
        form.put("language", "es-ES");
        form.put("currency", "EUR");
        form.put("zone", "Europe/Madrid");
        post("/setup", form);
        csrf = found(get("/o/contact"), "data-csrf=\"([^\"]+)\"");
    }

    /** Rows with keys: new ones, ones of earlier files; some that cannot be right, and keys that come twice. */
    private Imported upload(int round) throws Exception {
        StringBuilder text = new StringBuilder("Nombre;Apellidos;Cargo;Correo;Cumpleaños\n");
        int bad = 0;
        Set<Integer> keys = new HashSet<>();
        for (int row = 0; row < rows; row++) {
            int key = row % 5 == 0 ? dice.nextInt(rows) : round * rows + row;
            String mark = round + "x" + row;
            boolean wrong = row % 97 == 13;
            bad += wrong || !keys.add(key) ? 1 : 0;
            text.append("N%s;A%s;J%s;%s;01/02/1980%n".formatted(
                    mark, mark, mark, wrong ? "no es un correo" : "k" + key + "@clave.example"));
        }
        HttpResponse<String> taken = http.send(
                HttpRequest.newBuilder(URI.create(base + "/import/upload?object=contact&name=ronda" + round + ".csv"))
                        .header("X-CSRF-TOKEN", csrf)
                        .header("Content-Type", "application/octet-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(text.toString()))
                        .build(),
                BodyHandlers.ofString());
        String place = taken.headers()
                .firstValue("Location")
                .or(() -> taken.headers().firstValue("HX-Redirect"))
                .orElseThrow(() -> new IllegalStateException("The file was not taken: " + taken.statusCode()));
        long id = Long.parseLong(place.replaceAll(".*/", ""));
        try (Connection sql = connect()) {
            while (text(sql, "select state from import_run where id = " + id).equals("READING")) {
                Thread.sleep(50);
            }
        }
        post("/import/" + id + "/options", Map.of(
                "mode", "CREATE_OR_UPDATE", "key", "email", "empty", "KEEP", "bad", "REJECT_ROW", "duplicates", "CREATE"));
        return new Imported(id, rows, bad);
    }

    /** Makes contacts and changes those made before, noting what was answered. */
    private void edit(int round, int editor, SplittableRandom own) {
        List<Known> mine = new ArrayList<>(known.values().stream()
                .filter(one -> one.id % EDITORS == editor)
                .toList());
        for (int place = 0; working; place++) {
            String value = "v%dx%dx%d".formatted(round, editor, place);
            try {
                if (mine.isEmpty() || own.nextInt(3) == 0) {
                    HttpResponse<String> answer = send("POST", "/o/contact", Map.of(
                            "first_name", value, "last_name", "Editado", "job_title", value));
                    if (answer.statusCode() == 303) {
                        long id = Long.parseLong(
                                answer.headers().firstValue("Location").orElseThrow().replaceAll(".*/", ""));
                        known.put(id, new Known(id, value));
                        mine.add(known.get(id));
                        answered.incrementAndGet();
                    } else {
                        refused(answer);
                    }
                } else {
                    change(mine.get(own.nextInt(mine.size())), value);
                }
            } catch (IOException lost) {
                unanswered.incrementAndGet();
                pause();
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    private void change(Known record, String value) throws IOException, InterruptedException {
        synchronized (record) {
            record.attempts.add(value);
            HttpResponse<String> answer = send(
                    "PATCH",
                    "/o/contact/" + record.id + "/field/job_title?as=dd",
                    Map.of("version", String.valueOf(record.version), "job_title", value));
            if (answer.statusCode() == 200) {
                record.value = value;
                record.version++;
                record.attempts.clear();
                answered.incrementAndGet();
            } else if (answer.statusCode() == 404) {
                violations.add("contact " + record.id + " is gone");
            } else {
                refused(answer);
            }
        }
    }

    /** While it is being killed it may say that it failed; anything else is told in the end. */
    private void refused(HttpResponse<String> answer) {
        unanswered.incrementAndGet();
        if (answer.statusCode() < 500 && answer.statusCode() != 409) {
            strange.set(answer.statusCode() + " " + answer.headers().firstValue("X-Lazo-Error").orElse(""));
        }
        pause();
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void waitForImports() throws Exception {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        try (Connection sql = connect()) {
            while (number(sql, "select count(*) from import_run where state in ('READING', 'CHECKING', 'RUNNING')") > 0) {
                if (System.nanoTime() > patience) {
                    violations.add("an import does not go on: "
                            + text(sql, "select string_agg(id || ' ' || state || ' ' || rows_done, ', ') from import_run"
                                    + " where state in ('READING', 'CHECKING', 'RUNNING')"));
                    return;
                }
                Thread.sleep(200);
            }
        }
    }

    private void check(int round) throws SQLException {
        try (Connection sql = connect()) {
            for (String object : List.of("contact", "account", "lead", "opportunity")) {
                String table = "record." + object;
                none(sql, "records without an entry of their creation", "select r.id from " + table
                        + " r where not exists (select from timeline_entry t where t.record_id = r.id"
                        + " and t.subject_id = r.id and t.kind in ('CREATED', 'IMPORTED'))");
                none(sql, "living records that search does not know as they are", "select r.id from " + table
                        + " r left join search_document d on d.record_id = r.id where r.deleted_at is null"
                        + " and (d.record_id is null or d.title is distinct from coalesce(r.name, ''))");
                none(sql, "entries of search without a living record", "select d.record_id from search_document d"
                        + " where d.object_key = '" + object + "' and not exists (select from " + table
                        + " r where r.id = d.record_id and r.deleted_at is null)");
                none(sql, "timeline entries of no record", "select t.record_id from timeline_entry t"
                        + " where t.subject_object = '" + object + "' and not exists (select from " + table
                        + " r where r.id = t.subject_id)");
                none(sql, "history of no record or of a version to come", "select c.record_id from record_change c"
                        + " where c.object_key = '" + object + "' and not exists (select from " + table
                        + " r where r.id = c.record_id and r.version >= c.version)");
                none(sql, "versions without history", "select r.id from " + table + " r where r.version - 1 <>"
                        + " (select count(distinct c.version) from record_change c where c.record_id = r.id and c.version > 1)");
            }
            none(sql, "keys that two records have", "select email from record.contact where deleted_at is null"
                    + " and email like 'k%@clave.example' group by email having count(*) > 1");
            none(sql, "records made of two rows", "select id from record.contact where email like 'k%@clave.example'"
                    + " and (substr(first_name, 2) <> substr(last_name, 2) or substr(job_title, 2) <> substr(last_name, 2))");
            none(sql, "imports that do not add up", "select id from import_run where rows_done <>"
                    + " created + updated + unchanged + skipped + rejected or (state = 'DONE' and rows_done <> rows_total)");
            none(sql, "imports whose created records are not there", "select i.id from import_run i where state = 'DONE'"
                    + " and i.created <> (select count(*) from timeline_entry t where t.batch_id = i.batch_id"
                    + " and t.kind = 'IMPORTED' and t.record_id = t.subject_id)");
            for (Imported file : imports) {
                String told = text(sql, "select state || ' ' || rows_done || ' ' || rejected from import_run where id = " + file.id());
                if (!told.equals("DONE %d %d".formatted(file.rows(), file.bad()))) {
                    violations.add("import %d of %d rows, %d of them bad, ended as %s".formatted(
                            file.id(), file.rows(), file.bad(), told));
                }
            }
            imports.clear();
            acknowledged(sql);
        }
    }

    /** What was answered as saved is there; what was not answered is there whole or not at all. */
    private void acknowledged(Connection sql) throws SQLException {
        Map<Long, String> stored = new LinkedHashMap<>();
        try (Statement statement = sql.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select id, version, job_title from record.contact where last_name = 'Editado'")) {
            while (rows.next()) {
                stored.put(rows.getLong(1), rows.getInt(2) + " " + rows.getString(3));
            }
        }
        for (Known record : known.values()) {
            String there = stored.get(record.id);
            String said = record.version + " " + record.value;
            boolean later = there != null
                    && record.attempts.contains(there.substring(there.indexOf(' ') + 1))
                    && Integer.parseInt(there.substring(0, there.indexOf(' '))) > record.version;
            if (!said.equals(there) && !later) {
                violations.add("contact %d was answered to be '%s' and is '%s'".formatted(record.id, said, there));
            }
            if (later) {
                record.version = Integer.parseInt(there.substring(0, there.indexOf(' ')));
                record.value = there.substring(there.indexOf(' ') + 1);
            }
            record.attempts.clear();
        }
    }

    private void summary(int rounds) throws Exception {
        try (Connection sql = connect()) {
            System.out.printf(
                    "%d edits answered and %d not; %s%nimports: %s%nrecords: %d contacts, %d timeline entries%n%s%n",
                    answered.get(),
                    unanswered.get(),
                    startedByHand == 0 ? "came back by itself every time" : "started again " + startedByHand + " times",
                    text(sql, "select count(*) || ' done, ' || coalesce(sum(rows_done), 0) || ' rows = ' || coalesce(sum(created), 0)"
                            + " || ' created + ' || coalesce(sum(updated), 0) || ' updated + ' || coalesce(sum(unchanged), 0)"
                            + " || ' unchanged + ' || coalesce(sum(skipped), 0) || ' skipped + ' || coalesce(sum(rejected), 0)"
                            + " || ' rejected' from import_run where state = 'DONE'"),
                    number(sql, "select count(*) from record.contact"),
                    number(sql, "select count(*) from timeline_entry"),
                    strange.get().isEmpty() ? "no other refusal" : "an edit was refused: " + strange.get());
        }
        System.out.println(violations.isEmpty()
                ? rounds + " kills, nothing lost and nothing done by half"
                : "VIOLATED: " + String.join("; ", violations));
    }

    private void none(Connection sql, String what, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = sql.createStatement();
                ResultSet found = statement.executeQuery(query + " limit 5")) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        if (!rows.isEmpty()) {
            violations.add(what + ": " + rows);
        }
    }

    /** PostgreSQL may be on another port since the last kill. */
    private Connection connect() throws SQLException {
        long patience = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            Properties access = new Properties();
            try (var reader = Files.newBufferedReader(home.resolve("postgres.properties"))) {
                access.load(reader);
                return DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + access.getProperty("port") + "/lazo",
                        "lazo",
                        access.getProperty("password"));
            } catch (IOException | SQLException notYet) {
                if (System.nanoTime() > patience) {
                    throw notYet instanceof SQLException failed ? failed : new SQLException(notYet);
                }
                pause();
            }
        }
    }

    private static String text(Connection sql, String query) throws SQLException {
        try (Statement statement = sql.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            found.next();
            return String.valueOf(found.getString(1));
        }
    }

    private static long number(Connection sql, String query) throws SQLException {
        return Long.parseLong(text(sql, query));
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("Not found: " + pattern + " in " + text.substring(0, Math.min(400, text.length())));
        }
        return matcher.group(1);
    }

    private String get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(base + path)).GET().build(), BodyHandlers.ofString())
                .body();
    }

    private void post(String path, Map<String, String> form) throws Exception {
        HttpResponse<String> answer = send("POST", path, form);
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException("POST " + path + ": " + answer.statusCode());
        }
    }

    private HttpResponse<String> send(String method, String path, Map<String, String> form)
            throws IOException, InterruptedException {
        List<String> pairs = new ArrayList<>();
        form.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString(String.join("&", pairs)));
        if (!csrf.isEmpty()) {
            request.header("X-CSRF-TOKEN", csrf);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
