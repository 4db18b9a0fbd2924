package lazo.analytics.value;

import java.util.Arrays;

/**
 * Customers with equal histories, counted once with a weight (unless hardly any are equal), and with each distinct count and time in a table of its own:
 * a likelihood then takes one logarithm per distinct time and one log-gamma per distinct count.
 *
 * @param countOf row of {@code counts} per group
 * @param lastOf row of {@code times} per group
 * @param ageOf row of {@code times} per group
 * @param weight customers per group
 * @param counts the distinct numbers of repeat purchases, ascending
 * @param times the times, each once unless hardly any are equal
 */
record Groups(int[] countOf, int[] lastOf, int[] ageOf, double[] weight, int[] counts, double[] times) {
    private static final int LOOKED_AT = 4096;

    static Groups of(PurchaseHistory history) {
        int rows = history.size();
        Numbering seen = new Numbering(rows);
        int[] countOf = new int[rows];
        for (int i = 0; i < rows; i++) {
            countOf[i] = seen.of(history.repeats()[i]);
        }
        int[] counts =
                Arrays.stream(seen.keys()).mapToInt(key -> (int) key).sorted().toArray();
        int[] place = Arrays.stream(seen.keys())
                .mapToInt(key -> Arrays.binarySearch(counts, (int) key))
                .toArray();
        for (int i = 0; i < rows; i++) {
            countOf[i] = place[countOf[i]];
        }
        return hardlyRepeat(history.age()) ? apart(history, counts, countOf) : merged(history, counts, countOf);
    }

    /** Whether ages, as far as some thousands of them tell, are instants that no two customers share. */
    private static boolean hardlyRepeat(double[] ages) {
        if (ages.length < 10 * LOOKED_AT) {
            return false;
        }
        int stride = ages.length / LOOKED_AT;
        Numbering distinct = new Numbering(LOOKED_AT);
        for (int i = 0; i < LOOKED_AT; i++) {
            distinct.of(Double.doubleToLongBits(ages[i * stride]));
        }
        return distinct.size() > .9 * LOOKED_AT;
    }

    /** Every customer a group: looking for equals would cost more than it saves. */
    private static Groups apart(PurchaseHistory history, int[] counts, int[] countOf) {
        int rows = countOf.length;
        int[] lastOf = new int[rows];
        int[] ageOf = new int[rows];
        double[] times = new double[2 * rows + 1];
        int size = 1;
        for (int i = 0; i < rows; i++) {
            if (history.repeats()[i] > 0) {
                lastOf[i] = size;
                times[size++] = history.lastAge()[i];
            }
            ageOf[i] = size;
            times[size++] = history.age()[i];
        }
        double[] weight = new double[rows];
        Arrays.fill(weight, 1);
        return new Groups(countOf, lastOf, ageOf, weight, counts, Arrays.copyOf(times, size));
    }

    private static Groups merged(PurchaseHistory history, int[] counts, int[] countOfRow) {
        int rows = countOfRow.length;
        Numbering numbering = new Numbering(rows);
        Numbering pairs = new Numbering(rows);
        Numbering triples = new Numbering(rows);
        int[] countOf = new int[rows];
        int[] lastOf = new int[rows];
        int[] ageOf = new int[rows];
        double[] weight = new double[rows];
        for (int i = 0; i < rows; i++) {
            int last = numbering.of(Double.doubleToLongBits(history.lastAge()[i] + 0.0));
            int age = numbering.of(Double.doubleToLongBits(history.age()[i] + 0.0));
            long pair = pairs.of(((long) last << 32) | age);
            int group = triples.of((pair << 32) | countOfRow[i]);
            countOf[group] = countOfRow[i];
            lastOf[group] = last;
            ageOf[group] = age;
            weight[group]++;
        }
        int groups = triples.size();
        return new Groups(
                Arrays.copyOf(countOf, groups),
                Arrays.copyOf(lastOf, groups),
                Arrays.copyOf(ageOf, groups),
                Arrays.copyOf(weight, groups),
                counts,
                Arrays.stream(numbering.keys())
                        .mapToDouble(Double::longBitsToDouble)
                        .toArray());
    }

    int size() {
        return countOf.length;
    }

    double customers() {
        double sum = 0;
        for (double w : weight) {
            sum += w;
        }
        return sum;
    }

    /** Repeat purchases per unit of time, over everybody. */
    double rate() {
        double repeats = 0;
        double age = 0;
        for (int i = 0; i < size(); i++) {
            repeats += weight[i] * counts[countOf[i]];
            age += weight[i] * times[ageOf[i]];
        }
        return repeats / age;
    }

    /** Every {@code stride}-th group: a sample good enough to start a search from. */
    Groups every(int stride) {
        int size = (size() + stride - 1) / stride;
        int[] count = new int[size];
        int[] last = new int[size];
        int[] age = new int[size];
        double[] w = new double[size];
        Numbering used = new Numbering(size);
        for (int i = 0; i < size; i++) {
            count[i] = countOf[i * stride];
            last[i] = used.of(lastOf[i * stride]);
            age[i] = used.of(ageOf[i * stride]);
            w[i] = weight[i * stride];
        }
        double[] some = Arrays.stream(used.keys())
                .mapToDouble(time -> times[(int) time])
                .toArray();
        return new Groups(count, last, age, w, counts, some);
    }

    /** Numbers distinct keys from 0 in order of appearance: open addressing, no boxing. */
    private static final class Numbering {
        private long[] keys = new long[64];
        private int[] slots;
        private int size;

        Numbering(int expected) {
            slots = new int[Integer.highestOneBit(Math.max(16, Math.min(expected, 1 << 16))) * 4];
        }

        int of(long key) {
            int at = slot(key);
            if (slots[at] != 0) {
                return slots[at] - 1;
            }
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, 2 * size);
            }
            keys[size++] = key;
            slots[at] = size;
            if (2 * size > slots.length) {
                grow();
            }
            return size - 1;
        }

        int size() {
            return size;
        }

        long[] keys() {
            return Arrays.copyOf(keys, size);
        }

        private int slot(long key) {
            long mixed = key * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 32;
            int at = (int) (mixed * 0x9E3779B97F4A7C15L >>> 33) & (slots.length - 1);
            while (slots[at] != 0 && keys[slots[at] - 1] != key) {
                at = (at + 1) & (slots.length - 1);
            }
            return at;
        }

        private void grow() {
            slots = new int[2 * slots.length];
            for (int i = 0; i < size; i++) {
                slots[slot(keys[i])] = i + 1;
            }
        }
    }
}
