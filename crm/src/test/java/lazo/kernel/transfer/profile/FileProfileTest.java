package lazo.kernel.transfer.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lazo.kernel.transfer.Samples;
import lazo.kernel.transfer.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileProfileTest {
    private static final Conventions SPANISH = Conventions.of(Locale.of("es"));
    private static final Conventions ENGLISH = Conventions.of(Locale.of("en"));

    @TempDir
    Path folder;

    @Test
    void the_bank_s_columns_are_judged() throws IOException {
        Path path = Samples.bankMarketing(folder);
        Map<String, ColumnProfile> columns = profile(SourceFile.recognise(path, "bank.csv"), SPANISH);
        assertThat(type(columns, "age")).isEqualTo(ColumnType.WHOLE);
        assertThat(type(columns, "job")).isEqualTo(ColumnType.CHOICE);
        assertThat(columns.get("job").choices()).hasSize(12).first().isEqualTo(new Frequency("admin.", 10422));
        assertThat(type(columns, "education")).isEqualTo(ColumnType.CHOICE);
        assertThat(type(columns, "default")).isEqualTo(ColumnType.CHOICE);
        assertThat(type(columns, "month")).isEqualTo(ColumnType.CHOICE);
        assertThat(type(columns, "duration")).isEqualTo(ColumnType.WHOLE);
        assertThat(type(columns, "campaign")).isEqualTo(ColumnType.WHOLE);
        assertThat(type(columns, "emp.var.rate")).isEqualTo(ColumnType.DECIMAL);
        assertThat(type(columns, "cons.price.idx")).isEqualTo(ColumnType.DECIMAL);
        assertThat(type(columns, "euribor3m")).isEqualTo(ColumnType.DECIMAL);
        assertThat(columns.get("cons.price.idx").conventions().decimalMark()).isEqualTo(DecimalMark.DOT);
        assertThat(type(columns, "y")).isEqualTo(ColumnType.YES_NO);
        assertThat(columns.values()).allMatch(column -> column.misfits().isEmpty());
    }

    @Test
    void the_telephone_company_s_columns_are_judged() throws IOException {
        Path path = Samples.telcoChurnWithNumbers(folder);
        Map<String, ColumnProfile> columns = profile(SourceFile.recognise(path, "telco.csv"), SPANISH);
        assertThat(type(columns, "customerID")).isEqualTo(ColumnType.TEXT);
        assertThat(columns.get("customerID").isUnique()).isTrue();
        assertThat(type(columns, "churn")).isEqualTo(ColumnType.YES_NO);
        assertThat(type(columns, "senior_citizen")).isEqualTo(ColumnType.YES_NO);
        assertThat(type(columns, "tenure")).isEqualTo(ColumnType.WHOLE);
        assertThat(type(columns, "contract")).isEqualTo(ColumnType.CHOICE);
        assertThat(type(columns, "monthly_charges")).isEqualTo(ColumnType.DECIMAL);
        assertThat(type(columns, "total_charges")).isEqualTo(ColumnType.DECIMAL);
    }

    @Test
    void the_order_of_dates_is_proven_by_one_line_of_the_whole_column() throws IOException {
        StringBuilder text = new StringBuilder("fecha\n");
        for (int i = 1; i <= 42; i++) {
            text.append("%02d/%02d/2025%n".formatted(i % 12 + 1, i % 11 + 1));
        }
        text.append("31/12/2025\n");
        ColumnProfile column = single(text.toString(), ENGLISH);
        assertThat(column.type()).isEqualTo(ColumnType.DATE);
        assertThat(column.conventions().dateOrder()).isEqualTo(DateOrder.DAY_MONTH_YEAR);
        assertThat(column.evidence()).isEqualTo(new Evidence.Proven(44, "31/12/2025"));
    }

    @Test
    void a_column_of_dates_that_proves_nothing_asks() throws IOException {
        ColumnProfile column = single("date\n01/02/2025\n03/04/2025\n", ENGLISH);
        assertThat(column.conventions().dateOrder()).isEqualTo(DateOrder.MONTH_DAY_YEAR);
        assertThat(column.evidence().asks()).isTrue();
        assertThat(column.evidence()).isEqualTo(new Evidence.Assumed(2, "01/02/2025"));
    }

    @Test
    void a_column_learns_from_its_neighbour() throws IOException {
        Map<String, ColumnProfile> columns =
                profile(Samples.file(folder, "a;b\n01/02/2025;13/02/2025\n03/04/2025;01/01/2025\n"), ENGLISH);
        assertThat(columns.get("a").conventions().dateOrder()).isEqualTo(DateOrder.DAY_MONTH_YEAR);
        assertThat(columns.get("a").evidence()).isEqualTo(new Evidence.SameFile("b", 2, "13/02/2025"));
    }

    @Test
    void dates_that_contradict_one_another_are_told_with_both_lines() throws IOException {
        StringBuilder text = new StringBuilder("fecha\n");
        IntStream.rangeClosed(13, 28)
                .forEach(
                        day -> text.append(day).append("/01/2025\n").append(day).append("/02/2025\n"));
        text.append("02/28/2025\n");
        ColumnProfile column = single(text.toString(), SPANISH);
        assertThat(column.type()).isEqualTo(ColumnType.DATE);
        assertThat(column.evidence()).isEqualTo(new Evidence.Contradicted(2, "13/01/2025", 34, "02/28/2025"));
        assertThat(column.misfits().count()).isEqualTo(1);
        assertThat(column.misfits().first()).containsExactly(new Misfits.Place(34, "02/28/2025"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "importe|1.234,50;12,00;7|MONEY|COMMA",
                "x|1,234.50;12.00;7|DECIMAL|DOT",
                "x|1.234;12.000;7|WHOLE|COMMA",
                "x|12,5 %;3 %;0,1 %|PERCENT|COMMA",
                "x|12,50 €;1.300,00 €;(3,00 €)|MONEY|COMMA",
                "x|$1,200.50;-$3.00;$7|MONEY|DOT",
                "x|1 234,5;12,5;3,25|DECIMAL|COMMA",
                "cp|08001;28013;01001|TEXT|COMMA",
                "x|08001;28013;01001|TEXT|COMMA",
                "customer id|1001;1002;1003|TEXT|COMMA",
                "teléfono|600111222;912345678;600333444|PHONE|COMMA",
                "x|600 111 222;912 345 678;600 333 444|PHONE|COMMA",
                "x|+34600111222;+34 912 345 678;0034600333444|PHONE|COMMA",
                "x|ana@uno.example;luis@dos.example;eva@tres.example|EMAIL|COMMA",
                "x|https://uno.example;www.dos.example;http://tres.example/a|LINK|COMMA",
                "web|uno.example;dos.example;tres.example|LINK|COMMA",
                "x|sí;no;NO|YES_NO|COMMA",
                "x|Yes;No;Yes|YES_NO|COMMA",
                "x|Verdadero;Falso;Falso|YES_NO|COMMA",
                "x|0;1;1|YES_NO|COMMA",
                "x|0;1;2|WHOLE|COMMA",
                "x|2025-12-31;2024-01-01;2023-05-05|DATE|COMMA",
                "x|31-dic-2025;1 ene 2024;3 de mayo de 2023|DATE|COMMA",
                "x|Dec 31, 2025;Jan 1, 2024;May 5, 2023|DATE|COMMA",
                "x|2025-12-31T10:00:00Z;2024-01-01T00:00:00+01:00;2023-05-05 09:30|DATE_TIME|COMMA",
                "x|31/12/2025 22:15;1/1/2024 9:00;5/5/2023 10:00 a. m.|DATE_TIME|COMMA",
                "x|1.2.3;4.5.6;7.8.9|TEXT|COMMA",
                "x|192.168.1.1;10.0.0.1;127.0.0.1|TEXT|COMMA",
                "x|Ana;Luis;Eva|TEXT|COMMA",
                "x|1.2E+05;3.4E+02;5|DECIMAL|DOT",
            })
    void values_tell_the_type(String header, String values, ColumnType type, DecimalMark mark) throws IOException {
        String[] cells = values.split(";");
        StringBuilder text = new StringBuilder("\"" + header + "\"\tz\n");
        for (String cell : cells) {
            text.append(cell).append("\tz z\n");
        }
        ColumnProfile column =
                profile(Samples.file(folder, text.toString()), SPANISH).get(header);
        assertThat(column.type()).isEqualTo(type);
        if (type.isNumber()) {
            assertThat(column.conventions().decimalMark()).isEqualTo(mark);
        }
    }

    @Test
    void few_values_that_come_again_are_a_choice_and_lists_of_them_are_tags() throws IOException {
        StringBuilder text = new StringBuilder("sector\tetiquetas\n");
        String[] sectors = {"Hostelería", "Industria", "Comercio"};
        String[] tags = {"vip; prensa", "vip", "feria; vip", "prensa"};
        for (int i = 0; i < 60; i++) {
            text.append(sectors[i % 3]).append('\t').append(tags[i % 4]).append('\n');
        }
        Map<String, ColumnProfile> columns = profile(Samples.file(folder, text.toString()), SPANISH);
        assertThat(type(columns, "sector")).isEqualTo(ColumnType.CHOICE);
        assertThat(columns.get("sector").choices()).hasSize(3);
        assertThat(type(columns, "etiquetas")).isEqualTo(ColumnType.TAGS);
        assertThat(columns.get("etiquetas").conventions().tagSeparator()).isEqualTo(';');
        assertThat(columns.get("etiquetas").tags())
                .extracting(Frequency::value)
                .containsExactly("vip", "prensa", "feria");
    }

    @Test
    void signs_for_no_value_and_a_few_misfits_do_not_hide_the_type() throws IOException {
        StringBuilder text = new StringBuilder("importe;z\n");
        for (int i = 0; i < 200; i++) {
            text.append(i % 10 == 0 ? "n/a" : i == 55 ? "mucho" : i + ",5").append(";z z\n");
        }
        ColumnProfile column =
                profile(Samples.file(folder, text.toString()), SPANISH).get("importe");
        assertThat(column.type()).isEqualTo(ColumnType.MONEY);
        assertThat(column.nothings()).isEqualTo(20);
        assertThat(column.misfits().count()).isEqualTo(1);
    }

    @Test
    void a_million_different_values_are_counted_without_keeping_them() throws IOException {
        Path path = folder.resolve("big.csv");
        try (var out = Files.newBufferedWriter(path)) {
            out.write("id;correo\n");
            for (int i = 0; i < 300_000; i++) {
                out.write("K" + i + ";persona" + i + "@uno.example\n");
            }
        }
        Map<String, ColumnProfile> columns = profile(SourceFile.recognise(path, "big.csv"), SPANISH);
        assertThat(columns.get("id").distinct()).isBetween(280_000L, 320_000L);
        assertThat(columns.get("id").isUnique()).isTrue();
        assertThat(type(columns, "correo")).isEqualTo(ColumnType.EMAIL);
    }

    @Test
    void figures_of_the_search_console_ask_where_they_do_not_tell() throws IOException {
        Path path = Samples.hostile("gsc-consultas-es.csv", folder);
        Map<String, ColumnProfile> columns = profile(SourceFile.recognise(path, "gsc.csv"), SPANISH);
        assertThat(type(columns, "CTR")).isEqualTo(ColumnType.PERCENT);
        assertThat(columns.get("CTR").conventions().decimalMark()).isEqualTo(DecimalMark.DOT);
        assertThat(type(columns, "Posición")).isEqualTo(ColumnType.DECIMAL);
    }

    private ColumnProfile single(String text, Conventions usual) throws IOException {
        return FileProfile.of(Samples.file(folder, text), usual, read -> {})
                .columns()
                .get(0);
    }

    private static Map<String, ColumnProfile> profile(SourceFile file, Conventions usual) throws IOException {
        return FileProfile.of(file, usual, read -> {}).columns().stream()
                .collect(Collectors.toMap(column -> column.column().header(), column -> column));
    }

    private static ColumnType type(Map<String, ColumnProfile> columns, String header) {
        return columns.get(header).type();
    }
}
