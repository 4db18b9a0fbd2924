package lazo.kernel.transfer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lazo.kernel.transfer.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardsTest {
    @TempDir
    Path folder;

    @Test
    void three_versions_in_one_file_with_their_lines() throws IOException {
        SourceFile file = Samples.file(folder, """
                BEGIN:VCARD
                VERSION:2.1
                N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Pe=C3=B1a;Bego=C3=B1a
                FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Bego=C3=B1a Pe=C3=B1a
                TEL;CELL:+34 600 111 222
                END:VCARD
                BEGIN:VCARD
                VERSION:3.0
                N:García;Luis;Miguel;;
                FN:Luis Miguel García
                ORG:Peña e Hijos;Compras
                TITLE:Jefe de compras
                EMAIL;TYPE=INTERNET:luis@uno.example
                EMAIL;TYPE=INTERNET:luis@dos.example
                TEL;TYPE=WORK:91 234 56 78
                TEL;TYPE=CELL:600 333 444
                ADR;TYPE=WORK:;;Calle Mayor 3;Madrid;Madrid;28013;España
                BDAY:1980-02-29
                CATEGORIES:vip,prensa
                NOTE:línea 1\\nlínea 2
                END:VCARD

                BEGIN:VCARD
                VERSION:4.0
                FN:Ana Sin Apellido
                TEL;VALUE=uri:tel:+34-91-000-00-00
                URL:https://ana.example
                END:VCARD
                """);
        assertThat(file.format()).isInstanceOf(Format.Cards.class);
        List<SourceRow> rows = SourceFileTest.rows(file);
        assertThat(rows).extracting(SourceRow::line).containsExactly(1L, 7L, 23L);
        assertThat(value(rows.get(0), CardColumn.FULL_NAME)).isEqualTo("Begoña Peña");
        assertThat(value(rows.get(0), CardColumn.MOBILE)).isEqualTo("+34 600 111 222");
        SourceRow luis = rows.get(1);
        assertThat(value(luis, CardColumn.FIRST_NAME)).isEqualTo("Luis Miguel");
        assertThat(value(luis, CardColumn.LAST_NAME)).isEqualTo("García");
        assertThat(value(luis, CardColumn.COMPANY)).isEqualTo("Peña e Hijos");
        assertThat(value(luis, CardColumn.DEPARTMENT)).isEqualTo("Compras");
        assertThat(value(luis, CardColumn.EMAIL_2)).isEqualTo("luis@dos.example");
        assertThat(value(luis, CardColumn.MOBILE)).isEqualTo("600 333 444");
        assertThat(value(luis, CardColumn.PHONE)).isEqualTo("91 234 56 78");
        assertThat(value(luis, CardColumn.POSTCODE)).isEqualTo("28013");
        assertThat(value(luis, CardColumn.BIRTHDAY)).isEqualTo("1980-02-29");
        assertThat(value(luis, CardColumn.TAGS)).isEqualTo("vip; prensa");
        assertThat(value(luis, CardColumn.NOTE)).isEqualTo("línea 1\nlínea 2");
        assertThat(value(rows.get(2), CardColumn.PHONE)).isEqualTo("+34-91-000-00-00");
        assertThat(value(rows.get(2), CardColumn.WEBSITE)).isEqualTo("https://ana.example");
    }

    @Test
    void a_card_that_never_ends_is_told_and_the_others_stay() throws IOException {
        SourceFile file = Samples.file(
                folder, "BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Luis\n");
        List<SourceRow> rows = SourceFileTest.rows(file);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).isRefused()).isTrue();
        assertThat(rows.get(1).line()).isEqualTo(5);
    }

    private static String value(SourceRow row, CardColumn column) {
        return row.cell(column.ordinal());
    }
}
