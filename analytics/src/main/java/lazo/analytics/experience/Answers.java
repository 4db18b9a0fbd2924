package lazo.analytics.experience;

/** Valid answers of a survey on a whole-number scale; NaN means not answered. */
final class Answers {
    private Answers() {}

    /** Counts per scale point from {@code lowest}; NaN is left out. */
    static int[] count(double[] answers, int lowest, int highest) {
        int[] counts = new int[highest - lowest + 1];
        for (int i = 0; i < answers.length; i++) {
            double answer = answers[i];
            if (Double.isNaN(answer)) {
                continue;
            }
            if (answer < lowest || answer > highest || answer != Math.rint(answer)) {
                throw new IllegalArgumentException(
                        "answers[%d] is %s, expected a whole number in %d..%d".formatted(i, answer, lowest, highest));
            }
            counts[(int) answer - lowest]++;
        }
        return counts;
    }

    static int total(int[] counts) {
        int total = 0;
        for (int count : counts) {
            total += count;
        }
        return total;
    }

    static void requireMinimum(int minimum) {
        if (minimum < 2) {
            throw new IllegalArgumentException("minimum is %d, expected 2 or more".formatted(minimum));
        }
    }
}
