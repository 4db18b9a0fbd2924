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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CPU milliseconds per request, of the application and of PostgreSQL together, and how many point selects of the same
 * PostgreSQL in the same run that is. Wall time is not reported: machines are shared.
 */
class Load {
    private static final int REQUESTS = 150;
    private static final int WARM_UP = 120;
    private static final String PASSWORD = "banco-de-pruebas-4711";

    private final String base;
    private final Path home;
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final SplittableRandom dice = new SplittableRandom(2026);
    private String csrf = "";
    private long application;
    private long postmaster;

    private Load(String base, Path home) {
        this.base = base;
        this.home = home;
    }

    public static void main(String[] args) throws Exception {
        Load load = new Load(args[0], Path.of(args[1]));
        List<Integer> sizes = Stream.of(Arrays.copyOfRange(args, 2, args.length))
                .flatMap(arg -> Stream.of(arg.split("\\s+")))
                .map(Integer::valueOf)
                .sorted()
                .toList();
        load.run(sizes);
    }

    private interface Request {
        void send(int place) throws Exception;
    }

    private void run(List<Integer> sizes) throws Exception {
        Properties access = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("postgres.properties"))) {
            access.load(reader);
        }
        String url = "jdbc:postgresql://127.0.0.1:" + access.getProperty("port") + "/lazo";
        try (Connection sql = DriverManager.getConnection(
                url + (url.contains("?") ? "&" : "?") + "preferQueryMode=simple",
                "lazo",
                access.getProperty("password"))) {
            findProcesses(sql);
            setUp();
            System.out.printf(Locale.ROOT, "idle memory of the application: %d MB%n", residentMegabytes());
            int there = 0;
            for (int size : sizes) {
                fill(sql, there, size);
                there = size;
                measure(sql, size);
            }
        }
    }

    /** The application listens on our port; its PostgreSQL works in our folder. */
    private void findProcesses(Connection sql) throws IOException, SQLException {
        try (Statement statement = sql.createStatement();
                ResultSet own = statement.executeQuery("select pg_backend_pid()")) {
            own.next();
            postmaster = parent(own.getLong(1));
        }
        application = parent(postmaster);
        if (!Files.readString(Path.of("/proc/" + application + "/cmdline")).contains("java")) {
            try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
                application = processes
                        .filter(path -> path.getFileName().toString().matches("\\d+"))
                        .filter(path -> environment(path).contains("LAZO_HOME=" + home))
                        .filter(path -> read(path.resolve("cmdline")).contains("lazo") && read(path.resolve("comm")).startsWith("java"))
                        .mapToLong(path -> Long.parseLong(path.getFileName().toString()))
                        .max()
                        .orElseThrow();
            }
        }
    }

    private static String environment(Path process) {
        return read(process.resolve("environ"));
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private static long parent(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[1]);
    }

    /** User and system time in ms, of the process and of children that ended. */
    private static double cpu(long pid) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * 10.0;
    }

    private double databaseCpu() throws IOException {
        double sum = cpu(postmaster);
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
                long pid = Long.parseLong(process.getFileName().toString());
                try {
                    if (parent(pid) == postmaster) {
                        sum += cpu(pid);
                    }
                } catch (IOException gone) {
                    // Ended meanwhile: the postmaster has its time.
                }
            }
        }
        return sum;
    }

    private long residentMegabytes() {
        Matcher resident = Pattern.compile("VmRSS:\\s+(\\d+)").matcher(read(Path.of("/proc/" + application + "/status")));
        return resident.find() ? Long.parseLong(resident.group(1)) / 1024 : -1;
    }

    private void setUp() throws Exception {
        String page = get("/setup");
        post("/setup", Map.of(
                "_csrf", found(page, "name=\"_csrf\" value=\"([^\"]+)\""),
                "name", "Medidor", "email", "medidor@lazo.example", "password", PASSWORD, "company", "Medidas",
                "language", "es", "locale", "es", "currency", "EUR", "zone", "Europe/Madrid"));
        csrf = found(get("/o/contact"), "data-csrf=\"([^\"]+)\"");
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("Not found: " + pattern + " in " + text.substring(0, Math.min(400, text.length())));
        }
        return matcher.group(1);
    }

    private String get(String path) throws Exception {
        return sent(HttpRequest.newBuilder(URI.create(base + path)).GET().build());
    }

    private String post(String path, Map<String, String> form) throws Exception {
        return form("POST", path, form);
    }

    private String form(String method, String path, Map<String, String> form) throws Exception {
        List<String> pairs = new ArrayList<>();
        form.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return sent(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-CSRF-TOKEN", csrf)
                .method(method, HttpRequest.BodyPublishers.ofString(String.join("&", pairs)))
                .build());
    }

    private String sent(HttpRequest request) throws Exception {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException(request.method() + " " + request.uri() + ": " + answer.statusCode());
        }
        return answer.body();
    }

    /** 40 % companies, 60 % people, 30 deals and 500 activities per hundred parties, as in docs/performance.md. */
    private void fill(Connection sql, int from, int to) throws SQLException {
        int accountsFrom = from * 2 / 5;
        int accounts = to * 2 / 5;
        int contactsFrom = from * 3 / 5;
        int contacts = to * 3 / 5;
        String words = "(array['Álvarez','Beltrán','Castaño','Domènech','Echeverría','Ferrer','García','Haro','Ibáñez','Jurado','Lozano','Mendizábal','Nieto','Ochoa','Prieto','Quintana','Rovira','Salinas','Tudela','Vega'])";
        String firsts = "(array['Nuria','Álvaro','Itziar','Ramón','Candela','Ferran','Begoña','Óscar','Mencía','Pau','Leire','Hugo','Sara','Tomás','Irene','Unai'])";
        try (Statement statement = sql.createStatement()) {
            run(statement, "insert into record.account (id, name, email, phone, lifecycle, owner_id, address_city, created_at, updated_at) select 100000000 + n, 'Empresa ' || md5(n::text)::varchar(6) || ' ' || "
                    + words + "[1 + n % 20], 'info' || n || '@empresa.example', '+34 9' || lpad((n % 100000000)::text, 8, '0'), (array['prospect','lead','customer','lost'])[1 + n % 4], 1 + 0 * n, 'Ciudad ' || n % 500, now() - n * interval '1 second', now() - n * interval '1 second' from generate_series(" + accountsFrom + ", " + (accounts - 1) + ") n");
            run(statement, "insert into record.contact (id, first_name, last_name, name, account, email, phone, lifecycle, owner_id, address_city, created_at, updated_at) select 200000000 + n, f, l, f || ' ' || l, 100000000 + n % " + accounts + ", 'persona' || n || '@correo.example', '+34 6' || lpad((n % 100000000)::text, 8, '0'), (array['prospect','lead','customer','lost'])[1 + n % 4], 1, 'Ciudad ' || n % 500, now() - n * interval '1 second', now() - n * interval '1 second' from (select n, "
                    + firsts + "[1 + n % 16] f, " + words + "[1 + (n / 16) % 20] || ' ' || " + words + "[1 + (n / 320) % 20] || ' ' || md5(n::text)::varchar(4) l from generate_series(" + contactsFrom + ", " + (contacts - 1) + ") n) x");
            run(statement, "insert into record.opportunity (id, name, account, contact, stage, amount, amount_currency, probability, owner_id, created_at, updated_at) select 400000000 + n, 'Proyecto ' || n, 100000000 + n % " + accounts + ", 200000000 + n % " + contacts + ", (array['exploration','study','proposal','negotiation','won','lost'])[1 + n % 6], 1000 + n % 90000, 'EUR', 50, 1, now() - n * interval '3 second', now() - n * interval '3 second' from generate_series(" + from * 3 / 10 + ", " + (to * 3 / 10 - 1) + ") n");
            run(statement, "insert into record.activity (id, kind, subject, done, start_at, contact, account, owner_id, created_at, updated_at) select 600000000 + n, (array['call','note','meeting','email'])[1 + n % 4], 'Actividad ' || n, true, now() - n * interval '1 second', 200000000 + n % " + contacts + ", 100000000 + n % " + accounts + ", 1, now() - n * interval '1 second', now() from generate_series(" + (long) from * 5 + ", " + ((long) to * 5 - 1) + ") n");
            run(statement, "insert into timeline_entry (record_id, at, kind, subject_object, subject_id, actor_id) select contact, start_at, 'ACTIVITY', 'activity', id, 1 from record.activity where id >= " + (600000000L + (long) from * 5));
            run(statement, "insert into search_document select id, 'account', name, email, fold(name || ' ' || email || ' ' || regexp_replace(phone, '[^0-9]', '', 'g')), owner_id, updated_at from record.account where id >= " + (100000000L + accountsFrom) + " on conflict do nothing");
            run(statement, "insert into search_document select id, 'contact', name, email, fold(name || ' ' || email || ' ' || regexp_replace(phone, '[^0-9]', '', 'g')), owner_id, updated_at from record.contact where id >= " + (200000000L + contactsFrom) + " on conflict do nothing");
            run(statement, "insert into search_document select id, 'opportunity', name, null, fold(name), owner_id, updated_at from record.opportunity where id >= " + (400000000L + from * 3L / 10) + " on conflict do nothing");
            run(statement, "vacuum analyze");
        }
    }

    private static void run(Statement statement, String command) throws SQLException {
        statement.execute(command);
    }

    private void measure(Connection sql, int size) throws Exception {
        int contacts = size * 3 / 5;
        double select = pointSelect(sql, contacts);
        System.out.printf(Locale.ROOT, "%n%,d parties; one point select: %.3f ms CPU of PostgreSQL%n", size, select);
        System.out.println("| operation | CPU ms, application | CPU ms, PostgreSQL | ratio to a point select |");
        System.out.println("|---|---|---|---|");
        Map<String, Request> operations = new TreeMap<>();
        operations.put("1 list 50 by name, one filter", place -> get("/o/contact?f=lifecycle:is:customer&sort=name"));
        operations.put("2 search by fragment", place -> get("/palette?q=" + List.of("mendiz", "rovira", "ferran", "echeve", "castan").get(place % 5)));
        operations.put("3 one contact's page", place -> get("/o/contact/" + contact(contacts)));
        operations.put("4 create a contact", place -> post("/o/contact", Map.of(
                "first_name", "Nuevo", "last_name", "Medido " + size + " " + place, "email", "nuevo" + size + "." + place + "@medida.example")));
        operations.put("5 change a deal's stage", place -> {
            long id = 400000000L + dice.nextInt(size * 3 / 10);
            form("PATCH", "/o/opportunity/" + id + "/field/stage?as=td", Map.of("version", "1", "stage", place % 2 == 0 ? "proposal" : "study"));
        });
        operations.put("6 count of that list", place -> get("/o/contact/count?f=lifecycle:is:customer"));
        for (var operation : operations.entrySet()) {
            for (int i = 0; i < WARM_UP; i++) {
                operation.getValue().send(10_000 + i);
            }
            double applicationBefore = cpu(application);
            double databaseBefore = databaseCpu();
            for (int i = 0; i < REQUESTS; i++) {
                operation.getValue().send(i);
            }
            double own = (cpu(application) - applicationBefore) / REQUESTS;
            double database = (databaseCpu() - databaseBefore) / REQUESTS;
            System.out.printf(
                    Locale.ROOT, "| %s | %.2f | %.2f | %.0f |%n", operation.getKey().substring(2), own, database, (own + database) / select);
        }
        System.out.printf(Locale.ROOT, "memory of the application after it: %d MB%n", residentMegabytes());
    }

    private long contact(int contacts) {
        return 200000000L + dice.nextInt(contacts);
    }

    /** One prepared row by key, as often as makes the clock's 10 ms small. */
    private double pointSelect(Connection sql, int contacts) throws Exception {
        int times = 20_000;
        double before = databaseCpu();
        try (PreparedStatement statement = sql.prepareStatement("select version from record.contact where id = ?")) {
            for (int i = 0; i < times; i++) {
                statement.setLong(1, contact(contacts));
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                }
            }
        }
        return (databaseCpu() - before) / times;
    }
}
