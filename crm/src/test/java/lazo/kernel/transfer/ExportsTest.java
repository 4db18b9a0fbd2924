package lazo.kernel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lazo.LazoTest;
import lazo.kernel.filter.FilterText;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.WriteResult;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExportsTest extends LazoTest {
    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

    @Autowired
    ObjectTypes types;

    @Autowired
    RecordChanges changes;

    @Autowired
    Exports exports;

    private long account(User owner, String name, Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(more);
        values.put("name", name);
        return ((WriteResult.Saved) changes.create(types.load("account"), Draft.of(values), actor(owner)))
                .record()
                .id();
    }

    private String export(ExportFormat format, Locale locale, User user, String tag, String... fields)
            throws IOException {
        return new String(bytes(format, locale, user, tag, fields), StandardCharsets.UTF_8);
    }

    private byte[] bytes(ExportFormat format, Locale locale, User user, String tag, String... fields)
            throws IOException {
        ObjectType type = types.load("account");
        List<ObjectField> columns = List.of(fields).stream().map(type::field).toList();
        RecordQuery query = RecordQuery.of(type, FilterText.conditions(List.of("tags:is:" + tag)));
        Exports.Names names =
                new Exports.Names("Sí", "No", "moneda", List.of("Calle", "CP", "Ciudad", "Provincia", "País"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        exports.write(query, columns, format, new Exports.Style(locale, MADRID, names, true), actor(user), out);
        return out.toByteArray();
    }

    @Test
    @Tag("FEA-10")
    void a_csv_is_written_as_the_spreadsheets_of_the_country_expect_and_computes_nothing() throws IOException {
        User user = user(Role.ADMINISTRATOR, null);
        String tag = "csv" + System.nanoTime();
        account(
                user,
                "=HYPERLINK(\"http://evil.example\")",
                Map.of(
                        "tags",
                        List.of(tag),
                        "annual_revenue",
                        new Money(new BigDecimal("1234.5"), "EUR"),
                        "industry",
                        "commerce",
                        "phone",
                        "+34 600 11 12 22",
                        "address",
                        new Address("Mayor 3", "24001", "León", null, null)));
        account(user, "@SUM(1+1)*cmd|' /C calc'!A0", Map.of("tags", List.of(tag)));
        account(user, "-2+3", Map.of("tags", List.of(tag)));
        account(user, "Peña; \"Hijos\"", Map.of("tags", List.of(tag)));
        String spanish = export(
                ExportFormat.CSV,
                Locale.of("es", "ES"),
                user,
                tag,
                "name",
                "annual_revenue",
                "industry",
                "phone",
                "address");
        assertThat(spanish)
                .startsWith(
                        "\uFEFFNombre;Facturación anual;Facturación anual (moneda);Sector;Teléfono;Calle;CP;Ciudad;Provincia;País\r\n");
        assertThat(spanish)
                .contains(
                        "\"'=HYPERLINK(\"\"http://evil.example\"\")\";1234,5;EUR;Comercio;+34 600 11 12 22;Mayor 3;24001;León;;");
        assertThat(spanish).contains("\r\n'@SUM").contains("\r\n'-2+3").contains("\"Peña; \"\"Hijos\"\"\"");
        assertThat(export(ExportFormat.CSV, Locale.ENGLISH, user, tag, "name", "annual_revenue"))
                .contains("\",1234.5,EUR");
    }

    @Test
    @Tag("FEA-10")
    void a_workbook_keeps_figures_dates_and_texts_apart() throws IOException {
        User user = user(Role.ADMINISTRATOR, null);
        String tag = "xlsx" + System.nanoTime();
        account(user, "=1+1", Map.of("tags", List.of(tag), "employees", new BigDecimal("12")));
        byte[] file = bytes(ExportFormat.XLSX, Locale.of("es"), user, tag, "name", "employees", "created_at");
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(file))) {
            List<Row> rows = workbook.getFirstSheet().read();
            assertThat(rows).hasSize(2);
            assertThat(rows.get(1).getCellText(0)).isEqualTo("=1+1");
            assertThat(rows.get(1).getCell(0).getFormula()).isNull();
            assertThat(rows.get(1).getCellAsNumber(1)).contains(new BigDecimal("12"));
            assertThat(rows.get(1).getCellAsDate(2).orElseThrow().toLocalDate())
                    .isEqualTo(LocalDate.ofInstant(clock.instant(), MADRID));
        }
    }

    @Test
    @Tag("FEA-10")
    void json_carries_keys_and_types() throws IOException {
        User user = user(Role.ADMINISTRATOR, null);
        String tag = "json" + System.nanoTime();
        long id = account(
                user,
                "Uno",
                Map.of(
                        "tags",
                        List.of(tag),
                        "annual_revenue",
                        new Money(new BigDecimal("7"), "USD"),
                        "industry",
                        "energy"));
        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(export(
                        ExportFormat.JSON,
                        Locale.of("es"),
                        user,
                        tag,
                        "name",
                        "annual_revenue",
                        "industry",
                        "owner",
                        "created_at"));
        assertThat(json.size()).isEqualTo(1);
        JsonNode record = json.get(0);
        assertThat(record.get("id").asLong()).isEqualTo(id);
        assertThat(record.get("annual_revenue").get("currency").asString()).isEqualTo("USD");
        assertThat(record.get("industry").asString()).isEqualTo("energy");
        assertThat(record.get("owner").get("name").asString()).isEqualTo(user.name());
        assertThat(Instant.parse(record.get("created_at").asString())).isNotNull();
    }

    @Test
    @Tag("GOV-02")
    void a_seller_takes_out_only_what_they_see() throws IOException {
        User admin = user(Role.ADMINISTRATOR, null);
        User seller = user(Role.SELLER, null);
        String tag = "mine" + System.nanoTime();
        account(admin, "De otra persona", Map.of("tags", List.of(tag)));
        account(seller, "Mía", Map.of("tags", List.of(tag)));
        assertThat(export(ExportFormat.CSV, Locale.of("es"), seller, tag, "name"))
                .contains("Mía")
                .doesNotContain("De otra");
        assertThat(export(ExportFormat.CSV, Locale.of("es"), admin, tag, "name"))
                .hasLineCount(3);
    }

    @Test
    void what_was_made_safe_is_restored_when_it_comes_in_again() {
        for (String text :
                List.of("=1+1", "@x", "\tx", "+cmd", "-2+3", "＝1", "'quoted", "plain", "", "-12,5", "+34 600")) {
            assertThat(SafeCell.restored(SafeCell.of(text))).isEqualTo(text);
        }
        assertThat(SafeCell.of("-12,5")).isEqualTo("-12,5");
        assertThat(SafeCell.of("+34 600 111 222")).isEqualTo("+34 600 111 222");
    }
}
