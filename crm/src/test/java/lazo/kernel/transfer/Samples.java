package lazo.kernel.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import lazo.kernel.transfer.source.SourceFile;

/** Files for the tests: real ones, hostile ones, and ones written on the spot. */
public final class Samples {
    private Samples() {}

    public static Path bankMarketing(Path folder) throws IOException {
        return unpacked("/data/bank-marketing.csv.gz", folder.resolve("bank-additional-full.csv"));
    }

    public static Path telcoChurn(Path folder) throws IOException {
        return unpacked("/data/telco-churn.csv.gz", folder.resolve("telco-churn.csv"));
    }

    /** The telephone company's customers with the number the published file lacks. */
    public static Path telcoChurnWithNumbers(Path folder) throws IOException {
        Path plain = telcoChurn(folder);
        Path numbered = folder.resolve("telco-churn-numbered.csv");
        int number = 0;
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(plain)) {
            text.append(number == 0 ? "customerID" : "C-%05d".formatted(number))
                    .append(',')
                    .append(line)
                    .append('\n');
            number++;
        }
        return Files.writeString(numbered, text);
    }

    private static Path unpacked(String resource, Path target) throws IOException {
        try (InputStream in = new GZIPInputStream(open(resource))) {
            Files.copy(in, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        return target;
    }

    public static Path hostile(String name, Path folder) throws IOException {
        Path target = folder.resolve(name);
        try (InputStream in = open("/hostile/" + name)) {
            Files.copy(in, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        return target;
    }

    private static InputStream open(String resource) {
        InputStream in = Samples.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("No test resource " + resource);
        }
        return in;
    }

    public static SourceFile file(Path folder, String text) throws IOException {
        return file(folder, text, StandardCharsets.UTF_8);
    }

    public static SourceFile file(Path folder, String text, Charset charset) throws IOException {
        return file(folder, text.getBytes(charset));
    }

    public static SourceFile file(Path folder, byte[] bytes) throws IOException {
        Path path = Files.createTempFile(folder, "sample", ".dat");
        Files.write(path, bytes);
        return SourceFile.recognise(path, "sample.csv");
    }
}
