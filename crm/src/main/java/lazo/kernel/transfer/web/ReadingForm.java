package lazo.kernel.transfer.web;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import lazo.kernel.transfer.ImportRun;
import lazo.kernel.transfer.source.Format;
import lazo.kernel.transfer.source.SourceFile;
import lazo.platform.web.Option;
import org.springframework.util.MultiValueMap;

/**
 * How a file is read, as a form.
 *
 * @param kind {@code text}, {@code workbook} or {@code cards}
 * @param preamble lines before the table
 */
public record ReadingForm(
        String kind,
        String charset,
        String separator,
        String quote,
        boolean header,
        int preamble,
        String sheet,
        List<String> sheets,
        List<String> passedOver) {
    private static final int MOST_PREAMBLE = 1_000;

    /** @param label key of the message that says the name of the sign */
    static final List<Option> SEPARATORS = List.of(
            new Option(";", "semicolon"), new Option(",", "comma"), new Option("\t", "tab"), new Option("|", "bar"));

    static final List<String> CHARSETS =
            List.of("UTF-8", "windows-1252", "ISO-8859-15", "UTF-16LE", "UTF-16BE", "IBM850", "x-MacRoman");

    public List<Option> separators() {
        return SEPARATORS;
    }

    public List<String> charsets() {
        return CHARSETS;
    }

    public boolean isDoubleQuoted() {
        return quote.equals("\"");
    }

    public boolean isSingleQuoted() {
        return quote.equals("'");
    }

    static ReadingForm of(ImportRun run) throws IOException {
        SourceFile file = run.file();
        boolean there = java.nio.file.Files.exists(file.path());
        return switch (file.format()) {
            case Format.Delimited text ->
                new ReadingForm(
                        "text",
                        text.charset().name(),
                        String.valueOf(text.separator()),
                        text.quote() == null ? "" : text.quote().toString(),
                        text.header(),
                        text.preamble(),
                        "",
                        List.of(),
                        there ? file.preamble() : List.of());
            case Format.Workbook workbook ->
                new ReadingForm(
                        "workbook",
                        "",
                        "",
                        "",
                        workbook.header(),
                        workbook.preamble(),
                        workbook.sheet(),
                        there ? file.sheets() : List.of(workbook.sheet()),
                        List.of());
            case Format.Cards cards ->
                new ReadingForm("cards", cards.charset().name(), "", "", true, 0, "", List.of(), List.of());
        };
    }

    /** The format that was typed; what is missing or makes no sense stays as it was. */
    static Format format(ImportRun run, MultiValueMap<String, String> params) {
        boolean header = params.containsKey("header");
        return switch (run.file().format()) {
            case Format.Delimited text -> {
                char separator = sign(value(params, "separator", ""), text.separator());
                char quote = sign(value(params, "quote", ""), separator);
                yield new Format.Delimited(
                        charset(params, text.charset()),
                        separator,
                        quote == separator ? null : Character.valueOf(quote),
                        header,
                        preamble(params, text.preamble()));
            }
            case Format.Workbook workbook ->
                new Format.Workbook(
                        value(params, "sheet", workbook.sheet()), header, preamble(params, workbook.preamble()));
            case Format.Cards cards -> new Format.Cards(charset(params, cards.charset()));
        };
    }

    private static char sign(String typed, char usual) {
        return typed.isEmpty() || typed.charAt(0) == '\n' || typed.charAt(0) == '\r' ? usual : typed.charAt(0);
    }

    private static Charset charset(MultiValueMap<String, String> params, Charset usual) {
        String name = value(params, "charset", usual.name());
        return CHARSETS.contains(name) && Charset.isSupported(name) ? Charset.forName(name) : usual;
    }

    private static int preamble(MultiValueMap<String, String> params, int usual) {
        String text = value(params, "preamble", "" + usual);
        return text.matches("\\d{1,4}") ? Math.min(Integer.parseInt(text), MOST_PREAMBLE) : usual;
    }

    private static String value(MultiValueMap<String, String> params, String name, String usual) {
        String value = params.getFirst(name);
        return value == null ? usual : value;
    }
}
