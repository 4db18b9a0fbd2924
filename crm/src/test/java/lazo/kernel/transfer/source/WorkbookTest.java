package lazo.kernel.transfer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbookTest {
    @TempDir
    Path folder;

    @Test
    void numbers_dates_percentages_and_truth_are_told_apart() throws IOException {
        Path path = folder.resolve("clientes.xlsx");
        try (OutputStream out = Files.newOutputStream(path);
                Workbook workbook = new Workbook(out, "test", "1.0")) {
            workbook.newWorksheet("Vacía");
            Worksheet sheet = workbook.newWorksheet("Clientes");
            String[] headers = {"Nombre", "Alta", "Visto", "Importe", "Cuota", "Activo", "CP"};
            for (int i = 0; i < headers.length; i++) {
                sheet.value(0, i, headers[i]);
            }
            sheet.value(1, 0, "Peña e Hijos");
            sheet.value(1, 1, LocalDate.of(2025, 12, 31));
            sheet.style(1, 1).format("dd/mm/yyyy").set();
            sheet.value(1, 2, LocalDateTime.of(2025, 12, 31, 10, 30));
            sheet.style(1, 2).format("dd/mm/yyyy hh:mm").set();
            sheet.value(1, 3, 1234.5);
            sheet.style(1, 3).format("#,##0.00 €").set();
            sheet.value(1, 4, 0.035);
            sheet.style(1, 4).format("0.00%").set();
            sheet.value(1, 5, true);
            sheet.value(1, 6, "08001");
            sheet.value(4, 0, "Otra");
            sheet.value(4, 3, 0.1 + 0.2);
        }
        SourceFile file = SourceFileTest.recognise(path);
        assertThat(file.sheets()).containsExactly("Vacía", "Clientes");
        assertThat(file.format()).isEqualTo(new Format.Workbook("Clientes", true, 0));
        List<SourceRow> rows = SourceFileTest.rows(file);
        assertThat(rows.get(0).cells())
                .containsExactly("Peña e Hijos", "2025-12-31", "2025-12-31T10:30:00", "1234.5", "3.5", "true", "08001");
        assertThat(rows.get(0).kind(1)).isEqualTo(CellKind.DATE);
        assertThat(rows.get(0).kind(4)).isEqualTo(CellKind.PERCENT);
        assertThat(rows.get(1).line()).isEqualTo(5);
        assertThat(rows.get(1).cell(3)).isEqualTo("0.3");
    }

    @Test
    void a_title_above_the_table_is_passed_over() throws IOException {
        Path path = folder.resolve("titulo.xlsx");
        try (OutputStream out = Files.newOutputStream(path);
                Workbook workbook = new Workbook(out, "test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("Hoja1");
            sheet.value(0, 0, "Listado de clientes 2025");
            sheet.value(2, 0, "Nombre");
            sheet.value(2, 1, "Correo");
            sheet.value(2, 2, "Ciudad");
            for (int i = 3; i < 8; i++) {
                sheet.value(i, 0, "Cliente " + i);
                sheet.value(i, 1, "c" + i + "@uno.example");
                sheet.value(i, 2, "León");
            }
        }
        SourceFile file = SourceFileTest.recognise(path);
        assertThat(SourceFileTest.headers(file)).containsExactly("Nombre", "Correo", "Ciudad");
        assertThat(SourceFileTest.rows(file)).hasSize(5);
        assertThat(SourceFileTest.rows(file).get(0).line()).isEqualTo(4);
    }

    @Test
    void a_workbook_that_unpacks_without_end_is_refused() throws IOException {
        Path path = folder.resolve("bomb.xlsx");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            put(zip, "[Content_Types].xml", "<Types/>");
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                zip.write(zeros);
            }
            zip.closeEntry();
        }
        assertThat(Files.size(path)).isLessThan(1 << 20);
        assertThatThrownBy(() -> SourceFileTest.recognise(path))
                .isInstanceOfSatisfying(
                        SourceRefused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(SourceRefusal.TooLargeInside.class));
    }

    @Test
    void entities_that_multiply_are_refused() throws IOException {
        Path path = folder.resolve("laughs.xlsx");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            put(zip, "[Content_Types].xml", "<Types/>");
            put(zip, "xl/sharedStrings.xml", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><sst>&a;</sst>");
        }
        assertThatThrownBy(() -> SourceFileTest.recognise(path))
                .isInstanceOfSatisfying(
                        SourceRefused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(new SourceRefusal.BrokenWorkbook()));
    }

    @Test
    void an_archive_that_is_no_workbook_says_so() throws IOException {
        Path path = folder.resolve("other.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            put(zip, "a.txt", "hello");
        }
        assertThatThrownBy(() -> SourceFileTest.recognise(path))
                .isInstanceOfSatisfying(
                        SourceRefused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(new SourceRefusal.NotATable("zip")));
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
