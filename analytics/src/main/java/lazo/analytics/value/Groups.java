package lazo.analytics.value;

import java.util.Arrays;

/**
 * Customers with equal histories, counted once with a weight, and with each distinct count and time in a table of its own:
 * a likelihood then takes one logarithm per distinct time and one log-gamma per distinct count.
 *
 * @param countOf row of {@code counts} per group
 * @param lastOf row of {@code times} per group
 * @param ageOf row of {@code times} per group
 * @param weight customers per group
 * @param counts the distinct numbers of repeat purchases, ascending
 * @param times the distinct times
 */
record Groups(int[] countOf, int[] lastOf, int[] ageOf, double[] weight, int[] counts, double[] times) {

    static Groups of(PurchaseHistory history) {
        int[] counts = Arrays.stream(history.repeats()).distinct().sorted().toArray();
        int rows = history.size();
        Numbering numbering = new Numbering(rows);
        int[] lastOf = new int[rows];
        int[] ageOf = new int[rows];
        for (int i = 0; i < rows; i++) {
            lastOf[i] = numbering.of(Double.doubleToLongBits(history.lastAge()[i] + 0.0));
            ageOf[i] = numbering.of(Double.doubleToLongBits(history.age()[i] + 0.0));
        }
        long[] bits = numbering.keys();
        double[] times = new double[bits.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = Double.longBitsToDouble(bits[i]);
        }
        return merged(history.repeats(), counts, lastOf, ageOf, times);
    }

    private static Groups merged(int[] repeats, int[] counts, int[] lastOf, int[] ageOf, double[] times) {
        int rows = repeats.length;
        Numbering pairs = new Numbering(rows);
        Numbering triples = new Numbering(rows);
        int[] countOf = new int[rows];
        double[] weight = new double[rows];
        for (int i = 0; i < rows; i++) {
            long pair = pairs.of(((long) lastOf[i] << 32) | ageOf[i]);
            int count = Arrays.binarySearch(counts, repeats[i]);
            int group = triples.of((pair << 32) | count);
            countOf[group] = count;
            lastOf[group] = lastOf[i];
            ageOf[group] = ageOf[i];
            weight[group]++;
        }
        int groups = triples.size();
        return new Groups(
                Arrays.copyOf(countOf, groups),
                Arrays.copyOf(lastOf, groups),
                Arrays.copyOf(ageOf, groups),
                Arrays.copyOf(weight, groups),
                counts,
                times);
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
        for (int i = 0; i < size; i++) {
            count[i] = countOf[i * stride];
            last[i] = lastOf[i * stride];
            age[i] = ageOf[i * stride];
            w[i] = weight[i * stride];
        }
        return new Groups(count, last, age, w, counts, times);
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
