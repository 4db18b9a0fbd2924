package lazo.analytics.survival;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Weeks to the first arrest of 432 released prisoners. */
record Rossi(Durations durations, Covariates covariates) {
    static Rossi read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Rossi.class.getResourceAsStream("/data/rossi/rossi.csv"), StandardCharsets.UTF_8))) {
            List<String> names = List.of(lines.readLine().split(","));
            double[][] rows = lines.lines()
                    .map(line -> Stream.of(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new);
            double[][] columns = new double[names.size()][rows.length];
            boolean[] arrested = new boolean[rows.length];
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < names.size(); j++) {
                    columns[j][i] = rows[i][j];
                }
                arrested[i] = rows[i][1] == 1;
            }
            double[][] known = List.of(columns).subList(2, columns.length).toArray(double[][]::new);
            return new Rossi(
                    new Durations(columns[0], arrested), new Covariates(names.subList(2, names.size()), known));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    int[] group(String name) {
        double[] column = covariates.columns()[covariates.names().indexOf(name)];
        int[] group = new int[column.length];
        for (int i = 0; i < group.length; i++) {
            group[i] = (int) column[i];
        }
        return group;
    }
}
