package lazo.kernel.transfer.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A file a user brought, and how to read it.
 *
 * @param name what the user calls it
 */
public record SourceFile(Path path, String name, Format format) {
    /** More columns than any record type has fields. */
    static final int MOST_COLUMNS = 1_000;

    private static final int SAMPLE = 1 << 18;

    /** Looks at the bytes, not at the name, and proposes how to read the file. */
    public static SourceFile recognise(Path path, String name) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(8192);
        }
        if (head.length == 0) {
            throw new SourceRefused(new SourceRefusal.Empty());
        }
        return new SourceFile(path, name, formatOf(path, head));
    }

    private static Format formatOf(Path path, byte[] head) throws IOException {
        if (startsWith(head, 0xD0, 0xCF, 0x11, 0xE0)) {
            throw new SourceRefused(new SourceRefusal.OldOrProtectedWorkbook());
        }
        if (startsWith(head, 'P', 'K', 3, 4)) {
            return WorkbookCursor.recognise(path);
        }
        refuseKnownOthers(head);
        Encoding encoding = Encoding.of(path);
        String sample = sample(path, encoding);
        if (sample.isBlank()) {
            throw new SourceRefused(new SourceRefusal.Empty());
        }
        String start = sample.stripLeading();
        if (start.regionMatches(true, 0, "BEGIN:VCARD", 0, 11)) {
            return new Format.Cards(encoding.charset());
        }
        return Delimiters.judge(sample, encoding.charset());
    }

    /** What other kinds of file begin with. */
    private record Signature(String kind, int... start) {}

    private static final List<Signature> OTHERS = List.of(
            new Signature("PDF", '%', 'P', 'D', 'F'),
            new Signature("PNG", 0x89, 'P', 'N', 'G'),
            new Signature("JPEG", 0xFF, 0xD8, 0xFF),
            new Signature("GIF", 'G', 'I', 'F', '8'),
            new Signature("gzip", 0x1F, 0x8B),
            new Signature("7z", '7', 'z', 0xBC, 0xAF),
            new Signature("RAR", 'R', 'a', 'r', '!'),
            new Signature("exe", 0x7F, 'E', 'L', 'F'),
            new Signature("exe", 'M', 'Z', 0x90));

    private static void refuseKnownOthers(byte[] head) throws SourceRefused {
        for (Signature other : OTHERS) {
            if (startsWith(head, other.start())) {
                throw new SourceRefused(new SourceRefusal.NotATable(other.kind()));
            }
        }
        int control = 0;
        for (byte b : head) {
            if (b > 0 && b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1A && b != 0x1B) {
                control++;
            }
        }
        if (control * 20 > head.length) {
            throw new SourceRefused(new SourceRefusal.NotATable(""));
        }
    }

    private static boolean startsWith(byte[] head, int... mark) {
        if (head.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((head[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static String sample(Path path, Encoding encoding) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(encoding.markLength());
            byte[] bytes = in.readNBytes(SAMPLE);
            String text = encoding.charset()
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (bytes.length < SAMPLE) {
                return text;
            }
            int end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
            return end > 0 ? text.substring(0, end + 1) : text;
        }
    }

    /** The bytes of the file. */
    public long size() throws IOException {
        return Files.size(path);
    }

    public RowCursor open() throws IOException {
        return switch (format) {
            case Format.Delimited delimited -> new DelimitedCursor(path, delimited);
            case Format.Workbook workbook -> new WorkbookCursor(path, workbook);
            case Format.Cards cards -> new CardCursor(path, cards);
        };
    }

    /** The first rows, to be shown before anything is decided. */
    public Preview preview(int rows) throws IOException {
        try (RowCursor cursor = open()) {
            List<SourceRow> first = new ArrayList<>();
            while (first.size() < rows) {
                SourceRow row = cursor.next();
                if (row == null) {
                    break;
                }
                first.add(row);
            }
            return new Preview(cursor.columns(), first);
        }
    }

    /** The sheets of a workbook; none for other files. */
    public List<String> sheets() throws IOException {
        return format instanceof Format.Workbook ? WorkbookCursor.sheets(path) : List.of();
    }

    public SourceFile readAs(Format other) {
        return new SourceFile(path, name, other);
    }

    /** The name without its ending, as a proposal for what to call the import. */
    public String title() {
        int dot = name.lastIndexOf('.');
        String title = dot > 0 ? name.substring(0, dot) : name;
        return title.replace('_', ' ').strip().toLowerCase(Locale.ROOT);
    }

    /** The lines before the table, where there are any: exports often begin with their own title. */
    public List<String> preamble() throws IOException {
        if (!(format instanceof Format.Delimited delimited) || delimited.preamble() == 0) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        try (Reader reader = DelimitedCursor.reader(path, delimited.charset());
                BufferedReader buffered = new BufferedReader(reader)) {
            for (int i = 0; i < delimited.preamble(); i++) {
                String line = buffered.readLine();
                if (line == null) {
                    break;
                }
                lines.add(line.length() > 200 ? line.substring(0, 200) : line);
            }
        }
        return lines;
    }
}
