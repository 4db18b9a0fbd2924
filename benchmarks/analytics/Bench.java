import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.zip.GZIPInputStream;
import lazo.analytics.classify.BoostedTrees;
import lazo.analytics.recommend.Baskets;
import lazo.analytics.recommend.FrequentItemsets;
import lazo.analytics.segment.KMeans;
import lazo.analytics.value.BetaGeometricNbd;
import lazo.analytics.value.PurchaseHistory;
import lazo.analytics.value.PurchaseLog;

/**
 * The side of Lazo, and the data of both sides.
 *
 * <pre>
 *   java -cp … Bench data TEST-DATA FOLDER     writes the data
 *   java -cp … Bench measure FOLDER            prints: case, seconds of CPU cold, seconds warm, figure
 *   java -cp … Bench sets FOLDER NAME SHARE    finds frequent sets once, for the CPU time of a whole process
 * </pre>
 */
public final class Bench {
    private static final long SEED = 20_260_101;
    private static final int MILLION = 1_000_000;
    private static final OperatingSystemMXBean MACHINE =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Bench() {}

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "data" -> {
                Path folder = Path.of(args[2]);
                cdnow(Path.of(args[1]), folder);
                simulated(folder, "million-days", true);
                simulated(folder, "million-times", false);
                points(folder);
                rows(folder);
                groceries(Path.of(args[1]), folder);
                manyBaskets(folder);
            }
            case "measure" -> measure(Path.of(args[1]));
            case "sets" -> System.out.println(
                    sets(baskets(Path.of(args[1], args[2] + ".txt")), Double.parseDouble(args[3])));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    // ---- measuring

    private static void measure(Path folder) throws IOException {
        for (String name : List.of("cdnow-sample", "cdnow-full", "million-days", "million-times")) {
            PurchaseHistory history = history(folder, name);
            int times = history.size() > 100_000 ? 3 : 15;
            time("BG/NBD, " + name, times, () -> BetaGeometricNbd.fit(history)
                    .provenance()
                    .quality()
                    .get("logLikelihood"));
        }
        lazo.analytics.segment.Features points = pointFeatures(folder);
        time("k-means, 1M x 8, k = 8", 3, () -> KMeans.fit(points, 8, 1, 1).squares());
        trees(folder);
        for (String name : List.of("groceries", "many-baskets")) {
            Baskets baskets = baskets(folder.resolve(name + ".txt"));
            time("frequent sets, " + name, 7, () -> sets(baskets, .001));
        }
    }

    private static void trees(Path folder) throws IOException {
        double[][] columns = new double[ROWS_WIDTH][ROWS];
        boolean[] outcomes = new boolean[ROWS];
        ByteBuffer cells = little(folder.resolve("rows.f64"));
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < ROWS_WIDTH; j++) {
                columns[j][i] = cells.getDouble();
            }
            outcomes[i] = cells.getDouble() > 0;
        }
        List<String> names = new ArrayList<>();
        for (int j = 0; j < ROWS_WIDTH; j++) {
            names.add("c" + j);
        }
        lazo.analytics.classify.Features features = new lazo.analytics.classify.Features(names, columns);
        for (int depth : new int[] {3, 6}) {
            BoostedTrees model = BoostedTrees.fit(
                    features, outcomes, BoostedTrees.Settings.standard(1).withDepth(depth));
            double[][] rows = new double[depth == 3 ? ROWS : ROWS / 10][];
            Arrays.setAll(rows, features::row);
            time(String.format(Locale.ROOT, "TreeSHAP, %,d rows, 200 trees of depth %d", rows.length, depth), 3, () -> {
                double sum = 0;
                for (double[] row : rows) {
                    sum += Math.abs(model.explain(row).values()[0]);
                }
                return sum / rows.length;
            });
        }
    }

    private static double sets(Baskets baskets, double support) {
        return FrequentItemsets.find(baskets, support, 20).sets().size();
    }

    private static void time(String name, int times, DoubleSupplier work) {
        double cold = 0;
        double[] warm = new double[times];
        double figure = 0;
        for (int i = -1; i < times; i++) {
            long before = MACHINE.getProcessCpuTime();
            figure = work.getAsDouble();
            double seconds = (MACHINE.getProcessCpuTime() - before) / 1e9;
            if (i < 0) {
                cold = seconds;
            } else {
                warm[i] = seconds;
            }
        }
        Arrays.sort(warm);
        System.out.printf(Locale.ROOT, "%s\t%.4f\t%.4f\t%.6g%n", name, cold, warm[times / 2], figure);
    }

    // ---- data

    private static void cdnow(Path testData, Path folder) throws IOException {
        for (String name : List.of("cdnow-sample", "cdnow-full")) {
            List<String[]> rows = lines(testData.resolve("cdnow/customer_days.csv.gz")).stream()
                    .skip(1)
                    .map(line -> line.split(","))
                    .filter(row -> name.equals("cdnow-full") || row[3].equals("1"))
                    .toList();
            PurchaseLog log = new PurchaseLog(
                    rows.stream().mapToInt(row -> Integer.parseInt(row[0])).toArray(),
                    rows.stream().mapToDouble(row -> Integer.parseInt(row[1])).toArray());
            write(folder, name, log.until(272, 7));
        }
    }

    /** Customers of a BG/NBD with r = 0.7, α = 40, a = 0.8, b = 2.5 weeks; ages 20 to 60 weeks, to the day or to any instant. */
    private static void simulated(Path folder, String name, boolean days) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] repeats = new int[MILLION];
        double[] last = new double[MILLION];
        double[] age = new double[MILLION];
        for (int i = 0; i < MILLION; i++) {
            double rate = gamma(random, .7) / 40;
            double u = gamma(random, .8);
            double leaves = u / (u + gamma(random, 2.5));
            age[i] = days ? random.nextInt(140, 421) / 7.0 : random.nextDouble(20, 60);
            double at = 0;
            while (true) {
                at -= Math.log(1 - random.nextDouble()) / rate;
                double seen = days ? Math.ceil(at * 7) / 7 : at;
                if (!(seen <= age[i])) {
                    break;
                }
                if (seen > last[i]) {
                    repeats[i]++;
                    last[i] = seen;
                }
                if (random.nextDouble() < leaves) {
                    break;
                }
            }
        }
        write(folder, name, new PurchaseHistory(repeats, last, age));
    }

    /** Marsaglia and Tsang (2000), raised from shape + 1. */
    private static double gamma(SplittableRandom random, double shape) {
        if (shape < 1) {
            return gamma(random, shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double z = random.nextGaussian();
            double v = Math.pow(1 + c * z, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * z * z + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    private static void write(Path folder, String name, PurchaseHistory history) throws IOException {
        write(folder.resolve(name + ".f64"), history.size(), 3, i -> row -> switch (row) {
            case 0 -> history.repeats()[i];
            case 1 -> history.lastAge()[i];
            default -> history.age()[i];
        });
    }

    private static PurchaseHistory history(Path folder, String name) throws IOException {
        ByteBuffer cells = little(folder.resolve(name + ".f64"));
        int size = cells.remaining() / 24;
        int[] repeats = new int[size];
        double[] last = new double[size];
        double[] age = new double[size];
        for (int i = 0; i < size; i++) {
            repeats[i] = (int) cells.getDouble();
            last[i] = cells.getDouble();
            age[i] = cells.getDouble();
        }
        return new PurchaseHistory(repeats, last, age);
    }

    /** Eight overlapping clouds in eight dimensions. */
    private static void points(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        double[][] centres = new double[8][8];
        for (double[] centre : centres) {
            Arrays.setAll(centre, i -> random.nextDouble(-4, 4));
        }
        write(folder.resolve("points.f64"), MILLION, 8, i -> j -> centres[i & 7][j] + 1.5 * random.nextGaussian());
    }

    private static lazo.analytics.segment.Features pointFeatures(Path folder) throws IOException {
        ByteBuffer cells = little(folder.resolve("points.f64"));
        double[][] columns = new double[8][MILLION];
        for (int i = 0; i < MILLION; i++) {
            for (int j = 0; j < 8; j++) {
                columns[j][i] = cells.getDouble();
            }
        }
        return new lazo.analytics.segment.Features(List.of("a", "b", "c", "d", "e", "f", "g", "h"), columns);
    }

    private static final int ROWS = 20_000;
    private static final int ROWS_WIDTH = 20;

    /** Twenty columns, of which six matter, and an outcome. */
    private static void rows(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + 2);
        double[] row = new double[ROWS_WIDTH + 1];
        write(folder.resolve("rows.f64"), ROWS, ROWS_WIDTH + 1, i -> {
            for (int j = 0; j < ROWS_WIDTH; j++) {
                row[j] = random.nextGaussian();
            }
            double z = row[0] + row[1] * row[2] - .7 * Math.abs(row[3]) + (row[4] > .5 ? row[5] : -.3);
            row[ROWS_WIDTH] = random.nextDouble() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
            return j -> row[j];
        });
    }

    private static void groceries(Path testData, Path folder) throws IOException {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<String> baskets = new ArrayList<>();
        for (String line : lines(testData.resolve("groceries/groceries.csv.gz"))) {
            List<String> basket = new ArrayList<>();
            for (String item : line.substring(1, line.length() - 1).split("\",\"")) {
                basket.add("i" + numbers.computeIfAbsent(item, _ -> numbers.size()));
            }
            baskets.add(String.join(" ", basket));
        }
        Files.write(folder.resolve("groceries.txt"), baskets);
    }

    /** 200,000 baskets of about ten of 2,000 items; a few bundles are bought together. */
    private static void manyBaskets(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + 3);
        List<String> baskets = new ArrayList<>();
        for (int basket = 0; basket < 200_000; basket++) {
            int size = 3 + random.nextInt(15);
            int[] items = new int[size + 4];
            for (int i = 0; i < size; i++) {
                items[i] = (int) (2000 * Math.pow(random.nextDouble(), 3));
            }
            int bundle = random.nextInt(300);
            for (int i = 0; i < 4; i++) {
                items[size + i] = random.nextInt(3) > 0 ? bundle * 6 + i : items[0];
            }
            baskets.add(String.join(
                    " ", Arrays.stream(items).distinct().mapToObj(i -> "i" + i).toList()));
        }
        Files.write(folder.resolve("many-baskets.txt"), baskets);
    }

    private static Baskets baskets(Path file) throws IOException {
        int[][] lists = Files.readAllLines(file).stream()
                .map(line -> Arrays.stream(line.split(" "))
                        .mapToInt(item -> Integer.parseInt(item.substring(1)))
                        .toArray())
                .toArray(int[][]::new);
        return Baskets.of(
                lists,
                1 + Arrays.stream(lists).flatMapToInt(Arrays::stream).max().orElseThrow());
    }

    private interface Row {
        IntToDoubleFunction at(int i);
    }

    private static void write(Path file, int rows, int width, Row row) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                DataOutputStream data = new DataOutputStream(out)) {
            for (int i = 0; i < rows; i++) {
                IntToDoubleFunction cells = row.at(i);
                for (int j = 0; j < width; j++) {
                    data.writeLong(Long.reverseBytes(Double.doubleToLongBits(cells.applyAsDouble(j))));
                }
            }
        }
    }

    private static ByteBuffer little(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<String> lines(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
