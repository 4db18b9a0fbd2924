package lazo.kernel.transfer.source;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lazo.kernel.transfer.Samples;
import lazo.kernel.transfer.source.Format.Delimited;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {";", ",", "\t", "|"})
    void any_separator_is_recognised_even_when_values_hold_the_others(String separator) throws IOException {
        String text = """
                nombre#correo#notas#importe
                "Núñez; Bego"#bego@uno.example#"uno, dos"#"1,5"
                Ana#ana@dos.example#"a|b"#"2,5"
                Luis#luis@tres.example#c#"3,5"
                """.replace("#", separator);
        SourceFile file = Samples.file(folder, text);
        assertThat(delimited(file).separator()).isEqualTo(separator.charAt(0));
        assertThat(rows(file).get(0).cells()).containsExactly("Núñez; Bego", "bego@uno.example", "uno, dos", "1,5");
        assertThat(headers(file)).containsExactly("nombre", "correo", "notas", "importe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "ISO-8859-15", "IBM850", "x-MacRoman"})
    void the_encoding_is_judged_from_the_bytes(String name) throws IOException {
        String text = "nombre;población;cuota\nBegoña Núñez;Cádiz;12 €\nJosé Peña;Córdoba;3\nÁngel Ibáñez;León;4\n"
                .replace("€", name.equals("IBM850") ? "" : "€");
        SourceFile file = Samples.file(folder, text, Charset.forName(name));
        assertThat(delimited(file).charset()).isEqualTo(Charset.forName(name));
        assertThat(rows(file).get(0).cell(0)).isEqualTo("Begoña Núñez");
        assertThat(rows(file).get(2).cell(0)).isEqualTo("Ángel Ibáñez");
    }

    @Test
    void byte_order_marks_are_obeyed_and_not_read() throws IOException {
        for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
            SourceFile file = Samples.file(folder, "\uFEFFnombre;ciudad\nPeña;León\n", charset);
            assertThat(delimited(file).charset()).isEqualTo(charset);
            assertThat(headers(file)).containsExactly("nombre", "ciudad");
        }
    }

    @Test
    void a_file_that_is_nearly_utf_8_stays_utf_8_and_says_where_it_is_not() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("nombre;ciudad\n".getBytes(UTF_8));
        for (int i = 0; i < 200; i++) {
            bytes.write("Peña;León\n".getBytes(UTF_8));
        }
        bytes.write("Pe\u00F1a;Le".getBytes(Charset.forName("windows-1252")));
        bytes.write("ón\n".getBytes(UTF_8));
        SourceFile file = Samples.file(folder, bytes.toByteArray());
        assertThat(delimited(file).charset()).isEqualTo(UTF_8);
        SourceRow last = rows(file).get(200);
        assertThat(last.problems()).containsExactly(new RowProblem.Undecodable(0));
        assertThat(last.isRefused()).isFalse();
    }

    @Test
    void cells_over_several_lines_keep_the_line_numbers_true() throws IOException {
        SourceFile file = Samples.file(folder, "a;b\n\"uno\ndos\ntres\";1\n\n;\nx;2\n");
        List<SourceRow> rows = rows(file);
        assertThat(rows).extracting(SourceRow::line).containsExactly(2L, 7L);
        assertThat(rows.get(0).cell(0)).isEqualTo("uno\ndos\ntres");
    }

    @Test
    void ragged_rows_are_told_with_their_line() throws IOException {
        SourceFile file = Samples.file(folder, "a;b;c\n1;2;3\n1;2\n1;2;3;4\n1;2;3;;\n5;6;7\n8;9;10\n");
        List<SourceRow> rows = rows(file);
        assertThat(rows.get(1).problems()).containsExactly(new RowProblem.TooFewCells(3, 2));
        assertThat(rows.get(1).isRefused()).isFalse();
        assertThat(rows.get(2).problems()).containsExactly(new RowProblem.TooManyCells(3, 4));
        assertThat(rows.get(2).isRefused()).isTrue();
        assertThat(rows.get(2).line()).isEqualTo(4);
        assertThat(rows.get(3).problems()).isEmpty();
    }

    @Test
    void double_and_empty_headers_are_told_apart() throws IOException {
        SourceFile file = Samples.file(folder, "Email;;email;Nombre\na@b.example;x;c@d.example;Ana\n");
        assertThat(columns(file))
                .containsExactly(
                        new SourceColumn(0, "Email", 1),
                        new SourceColumn(1, "", 1),
                        new SourceColumn(2, "email", 2),
                        new SourceColumn(3, "Nombre", 1));
    }

    @Test
    void a_file_without_header_loses_no_row() throws IOException {
        SourceFile file = Samples.file(folder, "Ana;ana@uno.example;12\nLuis;luis@dos.example;13\n");
        assertThat(file.format().header()).isFalse();
        assertThat(rows(file)).hasSize(2);
        assertThat(columns(file)).extracting(SourceColumn::isNamed).containsOnly(false);
    }

    @Test
    void the_separator_that_a_spreadsheet_declares_is_obeyed() throws IOException {
        SourceFile file = Samples.file(folder, "sep=|\na|b\n1,5|2;5\n");
        assertThat(headers(file)).containsExactly("a", "b");
        assertThat(rows(file).get(0).line()).isEqualTo(3);
    }

    @Test
    void single_quotes_around_values_are_seen() throws IOException {
        SourceFile file = Samples.file(folder, "'a','b'\n'uno, dos','x'\n'tres','y'\n");
        assertThat(rows(file).get(0).cells()).containsExactly("uno, dos", "x");
    }

    @Test
    void lines_before_the_table_are_passed_over_and_shown() throws IOException {
        SourceFile file = recognise(Samples.hostile("google-ads-offline-conversions.csv", folder));
        assertThat(headers(file).get(0)).isEqualTo("Google Click ID");
        assertThat(rows(file).get(0).line()).isEqualTo(3);
        assertThat(file.preamble()).containsExactly("Parameters:TimeZone=Europe/Madrid");
    }

    @Test
    void hostile_contacts_are_read_to_the_last_sign() throws IOException {
        SourceFile file = recognise(Samples.hostile("contacts-hostile.csv", folder));
        List<SourceRow> rows = rows(file);
        assertThat(headers(file)).containsExactly("nombre", "email", "telefono", "notas");
        assertThat(rows).hasSize(7);
        assertThat(rows.get(0).cell(0)).isEqualTo("Núñez; \"Bego\"");
        assertThat(rows.get(0).cell(3)).isEqualTo("línea 1\nlínea 2");
        assertThat(rows.get(1).cell(0)).isEqualTo("=HYPERLINK(\"http://evil.example\",\"x\")");
        assertThat(rows.get(1).line()).isEqualTo(4);
    }

    @Test
    void nul_bytes_are_taken_out_and_told() throws IOException {
        SourceFile file = Samples.file(folder, "a;b\nu\0no;2\n");
        SourceRow row = rows(file).get(0);
        assertThat(row.cell(0)).isEqualTo("uno");
        assertThat(row.problems()).containsExactly(new RowProblem.CharactersRemoved(0));
    }

    @Test
    void a_cell_of_ten_megabytes_is_refused_with_its_line_and_the_rest_is_read() throws IOException {
        SourceFile file = Samples.file(folder, "a;b\nuno;1\n\"" + "x".repeat(10_000_000) + "\";2\ntres;3\n");
        List<SourceRow> rows = rows(file);
        assertThat(rows.get(1).line()).isEqualTo(3);
        assertThat(rows.get(1).isRefused()).isTrue();
        assertThat(rows.get(1).problems()).containsExactly(new RowProblem.CellTooLong(0, 10_000_000));
        assertThat(rows.get(2).cell(0)).isEqualTo("tres");
    }

    @Test
    void a_quotation_mark_that_is_never_closed_names_its_line() throws IOException {
        SourceFile file = Samples.file(folder, "a;b\nuno;1\n\"dos;2\ntres;3\n");
        assertThatThrownBy(() -> rows(file))
                .isInstanceOfSatisfying(
                        SourceRefused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(new SourceRefusal.QuoteNotClosed(3)));
        SourceFile unquoted = file.readAs(new Delimited(UTF_8, ';', null, true, 0));
        assertThat(rows(unquoted)).hasSize(3);
    }

    @Test
    void a_row_too_long_for_memory_names_its_line() throws IOException {
        Path path = folder.resolve("long.csv");
        try (var out = Files.newBufferedWriter(path)) {
            out.write("a;b\nuno;1\n\"");
            for (int i = 0; i < 400_000; i++) {
                out.write("fila que no acaba;y otra celda que se traga la comilla\n");
            }
        }
        SourceFile file = recognise(path);
        assertThatThrownBy(() -> rows(file))
                .isInstanceOfSatisfying(
                        SourceRefused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(new SourceRefusal.RowTooLong(3)));
    }

    @ParameterizedTest
    @CsvSource({"%PDF-1.7 x,IMP-102", "\u0089PNG aaaa,IMP-102", "PK\u0003\u0004garbage,IMP-105", "'   ',IMP-101"})
    void other_files_are_refused_with_a_code(String content, String code) throws IOException {
        assertThatThrownBy(() -> Samples.file(folder, content, Charset.forName("ISO-8859-1")))
                .isInstanceOfSatisfying(
                        SourceRefused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(code));
    }

    @Test
    void an_empty_file_says_so() {
        assertThatThrownBy(() -> Samples.file(folder, ""))
                .isInstanceOfSatisfying(
                        SourceRefused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(new SourceRefusal.Empty()));
    }

    @Test
    void forty_thousand_real_rows_arrive() throws IOException {
        SourceFile file = recognise(Samples.bankMarketing(folder));
        assertThat(delimited(file).separator()).isEqualTo(';');
        assertThat(headers(file)).hasSize(21).contains("emp.var.rate", "y");
        assertThat(rows(file)).hasSize(41_188).allMatch(row -> row.problems().isEmpty());
    }

    static SourceFile recognise(Path path) throws IOException {
        return SourceFile.recognise(path, path.getFileName().toString());
    }

    private static Delimited delimited(SourceFile file) {
        return (Delimited) file.format();
    }

    static List<String> headers(SourceFile file) throws IOException {
        return columns(file).stream().map(SourceColumn::header).toList();
    }

    static List<SourceColumn> columns(SourceFile file) throws IOException {
        try (RowCursor cursor = file.open()) {
            return cursor.columns();
        }
    }

    static List<SourceRow> rows(SourceFile file) throws IOException {
        List<SourceRow> rows = new ArrayList<>();
        try (RowCursor cursor = file.open()) {
            for (SourceRow row = cursor.next(); row != null; row = cursor.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
