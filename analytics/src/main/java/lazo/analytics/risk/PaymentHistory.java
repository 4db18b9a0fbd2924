package lazo.analytics.risk;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import lazo.analytics.classify.Features;
import lazo.analytics.classify.LogOdds;

/**
 * What was known of each invoice on the morning it was issued: its own terms and amount, and how the customer had paid
 * until then. Nothing later enters: changing any later payment leaves a row as it is.
 */
final class PaymentHistory {
    static final List<String> NAMES = List.of(
            "shrunk late rate (log-odds)",
            "shrunk days past due",
            "overdue now",
            "amount (log)",
            "amount against usual (log)",
            "terms in days",
            "due on a weekend");
    private static final double DAYS_STRENGTH = 3;

    private final Invoices invoices;
    private final BetaPrior prior;

    private PaymentHistory(Invoices invoices, BetaPrior prior) {
        this.invoices = invoices;
        this.prior = prior;
    }

    /** One customer as it stands on a day. */
    private static final class Account {
        private int decided;
        private int late;
        private double daysPastDue;
        private int paid;
        private int issued;
        private double logAmounts;
    }

    private enum Kind {
        SETTLED,
        FELL_DUE
    }

    private record Happening(int day, Kind kind, int invoice) {}

    /** One row per invoice, in the order of the invoices. */
    static Features features(Invoices invoices, BetaPrior prior) {
        return new PaymentHistory(invoices, prior).features();
    }

    private Features features() {
        int rows = invoices.rows();
        double[][] columns = new double[NAMES.size()][rows];
        Map<Integer, Account> accounts = new HashMap<>();
        PriorityQueue<Happening> ahead =
                new PriorityQueue<>(Comparator.comparingInt(Happening::day).thenComparingInt(Happening::invoice));
        int[] order = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingInt(i -> invoices.issued()[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int start = 0;
        while (start < rows) {
            int today = invoices.issued()[order[start]];
            while (!ahead.isEmpty() && ahead.element().day() < today) {
                apply(ahead.remove(), accounts);
            }
            int end = start;
            while (end < rows && invoices.issued()[order[end]] == today) {
                int i = order[end];
                describe(i, accounts.computeIfAbsent(invoices.customer()[i], _ -> new Account()), columns);
                end++;
            }
            for (int k = start; k < end; k++) {
                open(order[k], accounts, ahead);
            }
            start = end;
        }
        return new Features(NAMES, columns);
    }

    private void open(int i, Map<Integer, Account> accounts, PriorityQueue<Happening> ahead) {
        Account account = accounts.computeIfAbsent(invoices.customer()[i], _ -> new Account());
        account.issued++;
        account.logAmounts += Math.log(invoices.amount()[i]);
        if (invoices.settled()[i] != Invoices.OPEN) {
            ahead.add(new Happening(invoices.settled()[i], Kind.SETTLED, i));
        }
        if (invoices.late(i)) {
            ahead.add(new Happening(invoices.due()[i], Kind.FELL_DUE, i));
        }
    }

    private void apply(Happening happening, Map<Integer, Account> accounts) {
        int i = happening.invoice();
        Account account = accounts.computeIfAbsent(invoices.customer()[i], _ -> new Account());
        switch (happening.kind()) {
            case SETTLED -> {
                account.paid++;
                account.daysPastDue += invoices.settled()[i] - invoices.due()[i];
                account.decided += invoices.late(i) ? 0 : 1;
            }
            case FELL_DUE -> {
                account.decided++;
                account.late++;
            }
        }
    }

    private void describe(int i, Account account, double[][] columns) {
        double logAmount = Math.log(invoices.amount()[i]);
        double usual = account.issued == 0 ? logAmount : account.logAmounts / account.issued;
        double overdue = account.late - latePaid(account);
        double[] row = {
            LogOdds.of(prior.share(account.late, account.decided)),
            account.daysPastDue / (account.paid + DAYS_STRENGTH),
            overdue,
            logAmount,
            logAmount - usual,
            invoices.due()[i] - invoices.issued()[i],
            weekend(invoices.due()[i])
        };
        for (int j = 0; j < row.length; j++) {
            columns[j][i] = row[j];
        }
    }

    private static double latePaid(Account account) {
        return account.paid - (account.decided - account.late);
    }

    /** Day 0 of the epoch was a Thursday. */
    private static double weekend(int day) {
        int sinceThursday = Math.floorMod(day, 7);
        return sinceThursday == 2 || sinceThursday == 3 ? 1 : 0;
    }

    /** Events and cases of each customer, of the invoices decided by a day. */
    static BetaPrior prior(Invoices invoices, int day) {
        Map<Integer, int[]> counts = new HashMap<>();
        for (int i = 0; i < invoices.rows(); i++) {
            if (invoices.issued()[i] < day && invoices.decidedBy(i, day)) {
                int[] count = counts.computeIfAbsent(invoices.customer()[i], _ -> new int[2]);
                count[0] += invoices.late(i) ? 1 : 0;
                count[1]++;
            }
        }
        int[][] all = counts.values().toArray(int[][]::new);
        return BetaPrior.fit(
                Arrays.stream(all).mapToInt(c -> c[0]).toArray(),
                Arrays.stream(all).mapToInt(c -> c[1]).toArray());
    }
}
