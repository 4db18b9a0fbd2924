package lazo.kernel.transfer.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of a text file, judged from its bytes.
 *
 * <p>A byte order mark decides. Without one, NUL bytes at every other place mean UTF-16; text that is valid UTF-8 from
 * beginning to end (or nearly: one broken sequence in a hundred) is UTF-8; what remains is one of the one-byte
 * encodings, and the one in which the bytes above 127 make accented letters between letters wins.
 *
 * @param markLength bytes of the byte order mark
 */
public record Encoding(Charset charset, int markLength) {
    private static final int SAMPLE = 1 << 16;
    private static final String LETTERS = "áéíóúüñçàèìòùâêîôûäëïöãõåæøœšžýðþßºªÁÉÍÓÚÜÑÇÀÈÌÒÙÂÊÎÔÛÄËÏÖÃÕÅÆØŒŠŽÝÐÞ";
    private static final String SIGNS = "€¿¡«»ºª°·–—’‘“”…£§©®™";

    public static Encoding of(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(SAMPLE);
        }
        if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
            return new Encoding(StandardCharsets.UTF_8, 3);
        }
        if (startsWith(head, 0xFF, 0xFE)) {
            return new Encoding(StandardCharsets.UTF_16LE, 2);
        }
        if (startsWith(head, 0xFE, 0xFF)) {
            return new Encoding(StandardCharsets.UTF_16BE, 2);
        }
        Charset wide = wide(head);
        if (wide != null) {
            return new Encoding(wide, 0);
        }
        Sequences sequences = Sequences.of(file);
        if (sequences.broken * 100 <= sequences.whole) {
            return new Encoding(StandardCharsets.UTF_8, 0);
        }
        return new Encoding(oneByte(sequences.high), 0);
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** UTF-16 without a mark: Latin text has a NUL in nearly every even or nearly every odd place. */
    private static @Nullable Charset wide(byte[] head) {
        int pairs = head.length / 2;
        if (pairs < 4) {
            return null;
        }
        int even = 0;
        int odd = 0;
        for (int i = 0; i + 1 < head.length; i += 2) {
            if (head[i] == 0) {
                even++;
            }
            if (head[i + 1] == 0) {
                odd++;
            }
        }
        if (odd > pairs * 0.6 && even < pairs * 0.05) {
            return StandardCharsets.UTF_16LE;
        }
        if (even > pairs * 0.6 && odd < pairs * 0.05) {
            return StandardCharsets.UTF_16BE;
        }
        return null;
    }

    /** Counts over the whole file: UTF-8 sequences that are whole and broken, and runs of high bytes with neighbours. */
    private static final class Sequences {
        private static final int KEPT = 4096;
        private long whole;
        private long broken;
        private final ByteArrayOutputStream high = new ByteArrayOutputStream();

        static Sequences of(Path file) throws IOException {
            Sequences found = new Sequences();
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), SAMPLE)) {
                byte[] buffer = new byte[SAMPLE];
                int before = ' ';
                int missing = 0;
                int pendingHigh = -1;
                for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                    for (int i = 0; i < read; i++) {
                        int b = buffer[i] & 0xFF;
                        if (pendingHigh >= 0) {
                            found.keep(before, pendingHigh, b);
                            before = pendingHigh;
                            pendingHigh = -1;
                        }
                        if (b < 0x80) {
                            if (missing > 0) {
                                found.broken++;
                                missing = 0;
                            }
                            before = b;
                            continue;
                        }
                        pendingHigh = b;
                        if (missing > 0 && (b & 0xC0) == 0x80) {
                            missing--;
                            if (missing == 0) {
                                found.whole++;
                            }
                        } else {
                            if (missing > 0) {
                                found.broken++;
                            }
                            missing = b >= 0xC2 && b < 0xE0
                                    ? 1
                                    : b >= 0xE0 && b < 0xF0 ? 2 : b >= 0xF0 && b < 0xF5 ? 3 : 0;
                            if (missing == 0) {
                                found.broken++;
                            }
                        }
                    }
                }
                if (missing > 0) {
                    found.broken++;
                }
                if (pendingHigh >= 0) {
                    found.keep(before, pendingHigh, ' ');
                }
            }
            return found;
        }

        private void keep(int before, int b, int after) {
            if (high.size() < KEPT * 3) {
                high.write(before);
                high.write(b);
                high.write(after);
            }
        }
    }

    private static Charset oneByte(ByteArrayOutputStream triples) {
        byte[] bytes = triples.toByteArray();
        Charset best = Charset.forName("windows-1252");
        double bestScore = Double.NEGATIVE_INFINITY;
        for (String name : List.of("windows-1252", "ISO-8859-15", "IBM850", "x-MacRoman")) {
            if (!Charset.isSupported(name)) {
                continue;
            }
            Charset charset = Charset.forName(name);
            double score = score(new String(bytes, charset));
            if (score > bestScore + 1e-9) {
                best = charset;
                bestScore = score;
            }
        }
        return best;
    }

    private static double score(String text) {
        double score = 0;
        for (int i = 1; i + 1 < text.length(); i += 3) {
            char c = text.charAt(i);
            boolean beside = Character.isLetter(text.charAt(i - 1)) || Character.isLetter(text.charAt(i + 1));
            if (LETTERS.indexOf(c) >= 0) {
                boolean strange = Character.isLowerCase(text.charAt(i - 1)) && Character.isUpperCase(c);
                score += strange ? -0.5 : beside ? 2 : 0.5;
            } else if (SIGNS.indexOf(c) >= 0) {
                score += c == '€' ? 1.5 : 0.5;
            } else if (Character.isISOControl(c)) {
                score -= 4;
            } else {
                score -= 1;
            }
        }
        return score;
    }
}
