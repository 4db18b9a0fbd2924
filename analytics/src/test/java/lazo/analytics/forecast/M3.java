package lazo.analytics.forecast;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import lazo.analytics.CsvFile;

/** The yearly and monthly series of the M3 competition. */
final class M3 {
    private M3() {}

    record Task(String name, boolean yearly, TimeSeries history, double[] actual) {}

    static final List<Task> TASKS = CsvFile.rows("m3/series.csv.gz", true).stream()
            .map(row -> new Task(
                    row.get(0),
                    row.get(1).equals("YEARLY"),
                    new TimeSeries(figures(row.get(7)), Integer.parseInt(row.get(5))),
                    figures(row.get(8))))
            .toList();

    private static double[] figures(String list) {
        return Arrays.stream(list.split(";")).mapToDouble(Double::parseDouble).toArray();
    }

    static List<Task> yearly() {
        return TASKS.stream().filter(Task::yearly).toList();
    }

    static List<Task> monthly() {
        return TASKS.stream().filter(task -> !task.yearly()).toList();
    }

    /** Pooled over every series and step, as the competition's tables are. */
    static double smape(List<Task> tasks, Function<TimeSeries, ForecastModel> fit) {
        double sum = 0;
        int count = 0;
        for (Task task : tasks) {
            int horizon = task.actual().length;
            double[] mean = fit.apply(task.history()).forecast(horizon).mean();
            sum += Accuracy.smape(task.actual(), mean) * horizon;
            count += horizon;
        }
        return sum / count;
    }

    static double mase(List<Task> tasks, Function<TimeSeries, ForecastModel> fit) {
        double sum = 0;
        int count = 0;
        for (Task task : tasks) {
            double[] mean =
                    fit.apply(task.history()).forecast(task.actual().length).mean();
            sum += Accuracy.mase(task.actual(), mean, task.history());
            count++;
        }
        return sum / count;
    }
}
