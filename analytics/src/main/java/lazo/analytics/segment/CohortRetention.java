package lazo.analytics.segment;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import lazo.analytics.experience.Proportion;

/**
 * Of the customers who first bought in one period, how many bought again 1, 2, 3 … periods later? Whoever skips a period and
 * comes back counts again, so a row need not fall.
 *
 * <pre>
 *   retention(c, k) = customers of cohort c with a purchase in period c + k / customers of cohort c
 * </pre>
 *
 * <p>Units: periods are numbered by the caller, one apart: 12·year + month, or weeks since a date. Limits: it describes and does not
 * foretell; the last period must be over, or its figures are too small.
 *
 * @param cohorts periods in which customers first bought, ascending
 * @param buyers {@code buyers[c][k]}: customers of cohort c who bought k periods after their first; {@code buyers[c][0]} is all
 *     of them, and a row ends with the last period
 */
public record CohortRetention(long[] cohorts, int[][] buyers) {
    private static final int MOST_PERIODS = 10_000;

    public CohortRetention {
        if (cohorts.length == 0 || buyers.length != cohorts.length) {
            throw new IllegalArgumentException(
                    "%d cohorts with %d rows, expected as many, 1 or more".formatted(cohorts.length, buyers.length));
        }
    }

    /**
     * @param customers who bought, one per purchase
     * @param periods the period of each purchase
     * @param last the last period that is over; purchases after it are left out
     */
    public static CohortRetention of(long[] customers, long[] periods, long last) {
        if (customers.length != periods.length) {
            throw new IllegalArgumentException(
                    "%d customers and %d periods, expected as many".formatted(customers.length, periods.length));
        }
        Map<Long, Long> first = new HashMap<>();
        Set<Visit> visits = new HashSet<>();
        for (int i = 0; i < periods.length; i++) {
            if (periods[i] <= last) {
                first.merge(customers[i], periods[i], Math::min);
                visits.add(new Visit(customers[i], periods[i]));
            }
        }
        if (first.isEmpty()) {
            throw new IllegalArgumentException(
                    "0 of %d purchases up to period %d, expected 1 or more".formatted(periods.length, last));
        }
        long[] cohorts = first.values().stream()
                .mapToLong(Long::longValue)
                .distinct()
                .sorted()
                .toArray();
        if (last - cohorts[0] >= MOST_PERIODS) {
            throw new IllegalArgumentException("Periods %d to %d are %d, expected at most %d"
                    .formatted(cohorts[0], last, last - cohorts[0] + 1, MOST_PERIODS));
        }
        int[][] buyers = new int[cohorts.length][];
        Arrays.setAll(buyers, c -> new int[(int) (last - cohorts[c]) + 1]);
        for (Visit visit : visits) {
            long cohort = first.getOrDefault(visit.customer(), 0L);
            buyers[Arrays.binarySearch(cohorts, cohort)][(int) (visit.period() - cohort)]++;
        }
        return new CohortRetention(cohorts, buyers);
    }

    private record Visit(long customer, long period) {}

    /** Customers of cohort number {@code cohort}, counted from 0. */
    public int customers(int cohort) {
        return buyers[cohort][0];
    }

    /** Share of a cohort that bought {@code later} periods after its first, with its interval. */
    public Proportion retention(int cohort, int later, double confidence) {
        if (later < 0 || later >= buyers[cohort].length) {
            throw new IllegalArgumentException(
                    "later is %d, expected 0 to %d for cohort %d".formatted(later, buyers[cohort].length - 1, cohort));
        }
        return Proportion.of(buyers[cohort][later], customers(cohort), confidence);
    }

    /** The same of all cohorts old enough to know, together. */
    public Proportion pooled(int later, double confidence) {
        long bought = 0;
        long known = 0;
        for (int[] row : buyers) {
            if (later >= 0 && later < row.length) {
                bought += row[later];
                known += row[0];
            }
        }
        if (known == 0) {
            throw new IllegalArgumentException("later is %d, expected 0 to %d".formatted(later, buyers[0].length - 1));
        }
        return Proportion.of(bought, known, confidence);
    }
}
