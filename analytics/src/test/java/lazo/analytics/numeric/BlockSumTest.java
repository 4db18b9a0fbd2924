package lazo.analytics.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockSumTest {
    @Test
    void every_row_is_added_once() {
        for (int rows : new int[] {0, 1, 16_384, 16_385, 100_000}) {
            double[] sums = BlockSum.over(rows, 2, (from, to, into) -> {
                for (int i = from; i < to; i++) {
                    into[0]++;
                    into[1] += i;
                }
            });

            assertThat(sums[0]).isEqualTo(rows);
            assertThat(sums[1]).isEqualTo(rows * (rows - 1.0) / 2);
        }
    }

    @Test
    void the_same_rows_give_the_same_bits() {
        BlockSum.Part harmonic = (from, to, into) -> {
            for (int i = from; i < to; i++) {
                into[0] += 1.0 / (i + 1);
            }
        };

        assertThat(BlockSum.over(300_000, 1, harmonic)[0]).isEqualTo(BlockSum.over(300_000, 1, harmonic)[0]);
    }
}
