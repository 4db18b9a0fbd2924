package lazo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lazo.Visitor.Answer;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** Attacks that befell others: what is theirs stays theirs, and no request is too strange to be answered. */
@Import(Scenery.class)
@TestPropertySource(properties = "lazo.test.world=attacked")
class AttacksTest extends LazoTest {
    @Autowired
    Teams teams;

    @Autowired
    Scenery scenery;

    private User seller;
    private User stranger;
    private Visitor visitor;

    @BeforeEach
    void somebodyWorksHere() {
        seller = user(Role.SELLER, teams.create("Norte " + System.nanoTime()).orElseThrow());
        stranger = user(Role.SELLER, teams.create("Sur " + System.nanoTime()).orElseThrow());
        scenery.belongsTo(seller);
        visitor = signedIn(seller);
    }

    @Test
    @Tag("RE-05")
    void another_s_record_is_not_found_by_any_way_round() {
        String mark = "Secreto" + System.nanoTime();
        long hidden = scenery.record("contact", Map.of("last_name", mark, "job_title", mark));
        Visitor other = signedIn(stranger);
        SoftAssertions softly = new SoftAssertions();
        for (String path : List.of(
                "/o/contact?q=" + mark,
                "/o/contact?f=job_title:is:" + mark,
                "/o/contact/board?by=language&q=" + mark,
                "/o/contact/export.csv?fields=all&q=" + mark,
                "/o/contact/export.json?fields=all",
                "/o/contact/lookup?q=" + mark,
                "/o/contact/twins?last_name=" + mark + "&name=" + mark,
                "/o/contact/merge?left=" + hidden,
                "/o/contact/duplicates",
                "/o/contact/bin",
                "/o/opportunity/new?contact=" + hidden,
                "/o/opportunity?f=contact:is:" + hidden,
                "/palette?q=" + mark,
                "/o/account/" + hidden)) {
            Answer answer = other.get(path);
            softly.assertThat(answer.status()).as(path).isLessThan(500);
            softly.assertThat(answer.body())
                    .as(path)
                    .doesNotContain("/o/contact/" + hidden)
                    .doesNotContain(mark + ";")
                    .doesNotContain("\"" + mark + "\",")
                    .doesNotContain(">" + mark + "</a>");
        }
        softly.assertThat(other.get("/o/contact/count?exact=true&f=job_title:is:" + mark)
                        .body())
                .startsWith("0 ");
        Answer linked = other.post("/o/opportunity", "name", "Robo", "contact", "" + hidden);
        softly.assertThat(linked.status()).as("a deal of another's contact").isEqualTo(422);
        other.get("/o/contact");
        other.post("/o/contact/bulk", "do", "edit", "ids", "" + hidden, "field", "job_title", "job_title", "mía");
        other.post("/o/contact/bulk", "do", "delete", "ids", "" + hidden);
        softly.assertThat(sql.fetchValue(
                        "select job_title from record.contact where id = ? and deleted_at is null", hidden))
                .isEqualTo(mark);
        softly.assertAll();
    }

    @Test
    @Tag("RE-05")
    void what_a_form_does_not_offer_cannot_be_set_by_naming_it() {
        visitor.get("/o/contact");
        Answer made = visitor.post(
                "/o/contact",
                "last_name",
                "Ruiz",
                "id",
                "7",
                "version",
                "40",
                "created_by",
                "1",
                "created_at",
                "2001-01-01T00:00",
                "updated_by",
                "1",
                "deleted_at",
                "2020-01-01T00:00",
                "merged_into",
                "1",
                "batch_id",
                "1",
                "extra",
                "{}",
                "xid",
                "1",
                "name",
                "Otro nombre");
        long id = Long.parseLong(made.location().replaceAll(".*/", ""));
        assertThat(id).isNotEqualTo(7);
        Map<String, Object> row =
                sql.fetchSingle("select * from record.contact where id = ?", id).intoMap();
        assertThat(row)
                .containsEntry("version", 1)
                .containsEntry("created_by", seller.id())
                .containsEntry("deleted_at", null)
                .containsEntry("merged_into", null)
                .containsEntry("batch_id", null)
                .containsEntry("name", "Ruiz");
        assertThat(String.valueOf(row.get("created_at"))).doesNotStartWith("2001");
        visitor.post(
                "/account",
                "name",
                "Yo",
                "language",
                "es-ES",
                "zone",
                "Europe/Madrid",
                "theme",
                "dark",
                "role",
                "ADMINISTRATOR",
                "team",
                "1",
                "id",
                "1",
                "email",
                "otra@almena.example");
        assertThat(users.load(seller.id()).role()).isEqualTo(Role.SELLER);
        assertThat(users.load(seller.id()).email()).isEqualTo(seller.email());
    }

    @Test
    void nobody_is_led_to_another_site() {
        SoftAssertions softly = new SoftAssertions();
        for (String back : List.of(
                "//evil.example",
                "/\\evil.example",
                "https://evil.example",
                "https:evil.example",
                "/%5cevil.example",
                "/\tevil.example",
                "\\\\evil.example",
                "javascript:alert(1)",
                "/o/contact\r\nX-A: b")) {
            Visitor fresh = visitor();
            fresh.get("/sign-in");
            Answer in = fresh.post("/sign-in", "email", seller.email(), "password", PASSWORD, "back", back);
            softly.assertThat(in.location()).as(back).matches("/(?![/\\\\])[^\\r\\n\\t\\\\]*");
        }
        Answer forged = visitor()
                .with("X-Forwarded-Host", "evil.example")
                .with("Forwarded", "host=evil.example")
                .get("/o/contact");
        softly.assertThat(forged.location() + forged.body()).doesNotContain("evil.example");
        softly.assertAll();
    }

    @Test
    void a_field_of_ten_megabytes_is_refused_and_says_so() {
        visitor.get("/o/contact");
        Answer answer = visitor.post("/o/contact", "last_name", "x".repeat(10_000_000));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header("X-Lazo-Error")).isEqualTo("WEB-413");
        assertThat(visitor.get("/o/contact").status()).isEqualTo(200);
    }

    @Test
    void a_page_that_nobody_gave_out_is_the_first_one() {
        SoftAssertions softly = new SoftAssertions();
        for (String sort :
                List.of("name", "-created_at", "birthday", "language", "owner", "address", "do_not_call", "tags")) {
            for (String value :
                    List.of("0", "1abc", "1", "11e999999999", "1+999999999-01-01", "1\0", "1'", "1-1", "x", "1[")) {
                String cursor = Base64.getUrlEncoder().encodeToString((value + "\n5").getBytes(StandardCharsets.UTF_8));
                for (String path :
                        List.of("/o/contact?sort=", "/o/opportunity?sort=amount&x=", "/o/contact/bin?sort=")) {
                    softly.assertThat(visitor.get(path + sort + "&after=" + cursor)
                                    .status())
                            .as(path + sort + " after " + value)
                            .isEqualTo(200);
                }
            }
        }
        long contact = scenery.record("contact", Map.of("last_name", "Ruiz"));
        for (String after :
                List.of("+999999999-12-31T23:59:59Z_1", "2026-01-01T00:00:00Z_99999999999999999999", "_", "x_1")) {
            softly.assertThat(visitor.get("/o/contact/" + contact + "/timeline?after=" + Visitor.encoded(after))
                            .status())
                    .as(after)
                    .isEqualTo(200);
        }
        softly.assertAll();
    }

    @Test
    void many_conditions_and_many_parameters_are_answered() {
        visitor.get("/o/contact");
        List<String> form = new ArrayList<>(List.of("do", "assign", "all", "true"));
        for (int i = 0; i < 3000; i++) {
            form.addAll(List.of("f", "name:is:" + i));
        }
        assertThat(visitor.post("/o/contact/bulk/ask", form.toArray(String[]::new))
                        .status())
                .isBetween(200, 422);
        List<String> values = new ArrayList<>(List.of("do", "assign", "all", "true"));
        values.addAll(List.of("f", "name:is" + ":a".repeat(100_000)));
        assertThat(visitor.post("/o/contact/bulk/ask", values.toArray(String[]::new))
                        .status())
                .isBetween(200, 422);
        List<String> many = new ArrayList<>(List.of("last_name", "Ruiz"));
        for (int i = 0; i < 20_000; i++) {
            many.addAll(List.of("p" + i, ""));
        }
        assertThat(visitor.post("/o/contact", many.toArray(String[]::new)).status())
                .isBetween(200, 422);
    }

    @Test
    void malformed_requests_are_refused_and_nothing_is_told() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        String cookie =
                "lazo_session=" + visitor.cookie("lazo_session").orElseThrow().getValue();
        for (String request : List.of(
                "GET /o/contact?q=%ED%A0%80 HTTP/1.1",
                "GET /o/contact?q=%C0%AE%C0%AE HTTP/1.1",
                "GET /o/contact?q=%FF%FE HTTP/1.1",
                "GET /o/contact?q=% HTTP/1.1",
                "GET /o/contact?q=%zz HTTP/1.1",
                "GET /o/contact?q=%00 HTTP/1.1",
                "GET /o/contact?=&&&=&q HTTP/1.1",
                "GET /o/%00contact HTTP/1.1",
                "GET /o/contact%2F..%2F..%2Fsettings HTTP/1.1",
                "GET /o/<script> HTTP/1.1",
                "GET http://evil.example/o/contact HTTP/1.1",
                "GET //evil.example/o/contact HTTP/1.1",
                "GET /o/contact HTTP/9.9",
                "TRACE /o/contact HTTP/1.1",
                "PROPFIND /o/contact HTTP/1.1",
                "GET /" + "a".repeat(100_000) + " HTTP/1.1",
                "GET /o/contact HTTP/1.1\r\nX-Long: " + "a".repeat(100_000),
                "GET /o/contact HTTP/1.1\r\nCookie: lazo_nav=" + "\0",
                "GET /o/contact HTTP/1.1\r\nAccept-Language: " + "x-".repeat(2000),
                "GET /o/contact HTTP/1.1\r\nAccept-Language: es;q=nonsense,*;q=9",
                "GET /o/contact HTTP/1.1\r\nHX-Target: rows\r\nHX-Request: maybe",
                "GET /o/contact HTTP/1.1\r\nRange: bytes=0-5,9999999999999999999-",
                "POST /o/contact HTTP/1.1\r\nContent-Type: multipart/form-data\r\nContent-Length: 3\r\n\r\nabc",
                "POST /o/contact HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 3\r\n\r\nabc",
                "POST /o/contact HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                "POST /o/contact HTTP/1.1\r\nContent-Type: nonsense\r\nContent-Length: 2\r\n\r\n{}",
                "POST /o/contact HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded;charset=nonsense\r\n"
                        + "Content-Length: 3\r\n\r\na=b",
                "POST /o/contact HTTP/1.1\r\nContent-Length: nonsense")) {
            String answer = raw(request, cookie);
            String status = answer.isEmpty() ? "closed" : answer.substring(9, Math.min(12, answer.length()));
            softly.assertThat(status).as(Hostile.shortened(request)).matches("closed|[234]\\d\\d|501|505");
            softly.assertThat(answer).as(Hostile.shortened(request)).doesNotContain("at org.", "java.lang", "Tomcat/");
        }
        softly.assertThat(visitor.get("/").status()).isEqualTo(200);
        softly.assertAll();
    }

    private String raw(String request, String cookie) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            int line = request.indexOf("\r\n");
            String head = line < 0 ? request : request.substring(0, line);
            String rest = line < 0 ? "\r\n\r\n" : request.substring(line) + "\r\n\r\n";
            byte[] bytes = (head + "\r\nHost: localhost\r\nConnection: close\r\nCookie: " + cookie + rest)
                    .getBytes(StandardCharsets.ISO_8859_1);
            try {
                out.write(bytes);
                out.flush();
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException closed) {
                return "";
            }
        }
    }

    @Test
    @Tag("SYS-01")
    void files_that_attack_their_reader_are_refused_with_a_reason() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        visitor.get("/import");
        for (String name : List.of(
                "../../../../etc/passwd",
                "..\\..\\x.csv",
                "a\r\nX-A: b.csv",
                "CON",
                "x".repeat(3000),
                "<img src=x onerror=alert(1)>.csv",
                "\u202Evsc.exe")) {
            Answer taken = upload(name, "Nombre;Correo\nEva;eva@uno.example\n".getBytes(StandardCharsets.UTF_8));
            Hostile.harmless(softly, taken, name, "a file called");
            if (taken.status() == 303) {
                Hostile.harmless(softly, visitor.get(taken.location()), name, taken.location());
            }
        }
        Map.of(
                        "an external entity",
                        workbook(
                                "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                                        + "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&x;</t></is></c></row></sheetData></worksheet>"),
                        "a billion laughs",
                        workbook(
                                "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">"
                                        + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;\">]><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&c;</t>"
                                        + "</is></c></row></sheetData></worksheet>"),
                        "a bomb",
                        workbook("<worksheet><sheetData>" + " ".repeat(300_000_000)))
                .forEach((what, file) -> {
                    Answer taken = upload(what + ".xlsx", file);
                    softly.assertThat(taken.status()).as(what).isBetween(300, 499);
                    softly.assertThat(taken.body()).as(what).doesNotContain("root:");
                });
        for (byte[] file : List.of(
                new byte[0],
                new byte[100_000],
                "PK\3\4 and no more".getBytes(StandardCharsets.ISO_8859_1),
                "\"".repeat(100_000).getBytes(StandardCharsets.UTF_8),
                ";".repeat(1_000_000).getBytes(StandardCharsets.UTF_8),
                ("a;b\n\"" + "x".repeat(11_000_000)).getBytes(StandardCharsets.UTF_8),
                "BEGIN:VCARD\nBEGIN:VCARD\nFN:".repeat(2000).getBytes(StandardCharsets.UTF_8))) {
            softly.assertThat(upload("a.csv", file).status())
                    .as("a file of " + file.length)
                    .isBetween(300, 499);
        }
        softly.assertThat(visitor.get("/import").status()).isEqualTo(200);
        softly.assertAll();
    }

    private Answer upload(String name, byte[] file) {
        return visitor.upload("/import/upload?object=contact&name=" + Visitor.encoded(name), file);
    }

    private static byte[] workbook(String sheet) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> part : List.of(
                    Map.entry(
                            "[Content_Types].xml",
                            "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
                    Map.entry(
                            "xl/workbook.xml",
                            "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Hoja\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
                    Map.entry(
                            "xl/_rels/workbook.xml.rels",
                            "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
                    Map.entry("../../../../tmp/lazo-slip", "x"),
                    Map.entry("xl/worksheets/sheet1.xml", sheet))) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
