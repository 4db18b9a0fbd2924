package lazo.analytics.profit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import lazo.analytics.OnlineRetail;
import lazo.analytics.Reference;
import lazo.analytics.Samples;
import org.junit.jupiter.api.Test;

class ProfitTest {
    private static final String CASE =
            "Kaplan 1989, Kanthal (A): 20 % of customers make 225 % of profit, 70 % break even";
    private static final String PYTHON = "Python, whole thousandths of a pound";

    /** A hundred customers like those of the case: twenty earn 225, seventy nothing, ten lose 125. */
    private static long[] kanthal() {
        long[] profits = new long[100];
        for (int i = 0; i < 20; i++) {
            profits[5 * i] = 1_125;
        }
        for (int i = 0; i < 10; i++) {
            profits[10 * i + 1] = -1_250;
        }
        return profits;
    }

    @Test
    void the_whale_of_a_published_case() {
        WhaleCurve curve = WhaleCurve.of(kanthal());
        Reference.check("Whale curve", "Kanthal", "profit of the best 20 %", 2.25, curve.ofTop(.2), 0, CASE);
        Reference.check("Whale curve", "Kanthal", "profit of the best 90 %", 2.25, curve.ofTop(.9), 0, CASE);
        Reference.check(
                "Whale curve",
                "Kanthal",
                "lost on the last 10 %",
                1.25,
                (double) curve.lost() / curve.total(),
                0,
                CASE);
        assertThat(curve.profitable()).isEqualTo(20);
        assertThat(curve.peak()).isEqualTo(22_500);
        assertThat(curve.total()).isEqualTo(10_000);
        assertThat(curve.ofTop(0)).isZero();
        assertThat(curve.ofTop(1)).isEqualTo(1);
        assertThat(curve.ofTop(.011)).isEqualTo(curve.ofTop(.02));
    }

    /** Sales, cancellations and corrections of 4,372 customers and of the unknown ones: to the thousandth of a pound. */
    @Test
    void a_year_of_online_retail_from_sales_to_what_was_kept() {
        List<OnlineRetail.Line> lines = OnlineRetail.lines();
        List<String> customers = lines.stream()
                .map(OnlineRetail.Line::customer)
                .distinct()
                .sorted()
                .toList();
        MarginLadder ladder = MarginLadder.of(
                        "sales",
                        amounts(lines, customers, line -> line.invoice().startsWith("5"), 1))
                .less("cancellations", amounts(lines, customers, OnlineRetail.Line::cancelled, -1))
                .less(
                        "corrections",
                        amounts(lines, customers, line -> line.invoice().startsWith("A"), -1));
        String data = "Online Retail, all lines";
        List<MarginLadder.Step> totals = ladder.totals();
        checkMoney("Margin ladder", data, "sales", 10_655_622.484, totals.get(0).margin());
        checkMoney(
                "Margin ladder",
                data,
                "cancellations",
                896_812.490,
                totals.get(1).amount());
        checkMoney(
                "Margin ladder",
                data,
                "left after cancellations",
                9_758_809.994,
                totals.get(1).margin());
        checkMoney(
                "Margin ladder",
                data,
                "left after corrections",
                9_747_747.934,
                totals.get(2).margin());
        BigDecimal exact = lines.stream()
                .map(line -> BigDecimal.valueOf(line.price(), 3).multiply(BigDecimal.valueOf(line.quantity())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(BigDecimal.valueOf(totals.getLast().margin(), 3)).isEqualByComparingTo(exact);
        assertThat(LongStream.of(ladder.margins()).sum())
                .isEqualTo(totals.getLast().margin());

        assertThat(customers.getFirst()).isEmpty();
        long[] known = Arrays.copyOfRange(ladder.margins(), 1, customers.size());
        WhaleCurve curve = WhaleCurve.of(known);
        String named = "Online Retail, known customers";
        checkMoney("Whale curve", named, "end of the curve", 8_300_065.814, curve.total());
        checkMoney("Whale curve", named, "peak", 8_313_294.954, curve.peak());
        checkMoney("Whale curve", named, "lost after the peak", 13_229.140, curve.lost());
        Reference.check("Whale curve", named, "customers up to the peak", 4_317, curve.profitable(), 0, PYTHON);
        double[][] tops = {{1, .299250}, {5, .485908}, {10, .600492}, {20, .738471}};
        for (double[] top : tops) {
            String figure = "share of the best %.0f %%".formatted(top[0]);
            Reference.check("Whale curve", named, figure, top[1], curve.ofTop(top[0] / 100), 5e-7, PYTHON);
        }
    }

    @Test
    void the_classes_of_the_customers_of_online_retail() {
        List<OnlineRetail.Invoice> invoices = OnlineRetail.invoices();
        List<String> customers = invoices.stream()
                .map(OnlineRetail.Invoice::customer)
                .distinct()
                .sorted()
                .toList();
        Map<String, Integer> numbers = numbers(customers);
        long[] money = new long[customers.size()];
        invoices.forEach(invoice -> money[numbers.get(invoice.customer())] += invoice.amount());
        AbcClasses classes = AbcClasses.of(money);
        String data = "Online Retail, clean lines";
        long[] counts = {1_133, 1_469, 1_736};
        double[] values = {7_129_600.041, 1_336_252.182, 445_555.681};
        for (AbcClasses.Grade grade : AbcClasses.Grade.values()) {
            int i = grade.ordinal();
            Reference.check("ABC classes", data, "customers in " + grade, counts[i], classes.count(grade), 0, PYTHON);
            checkMoney("ABC classes", data, "revenue of " + grade, values[i], classes.value(grade));
        }
        WhaleCurve curve = WhaleCurve.of(money);
        Reference.check("Whale curve", data, "share of the best 1 %", .320, curve.ofTop(.01), 5e-4, PYTHON);
        Reference.check("Whale curve", data, "share of the best 5 %", .504, curve.ofTop(.05), 5e-4, PYTHON);
        Reference.check("Whale curve", data, "share of the best 10 %", .614, curve.ofTop(.10), 5e-4, PYTHON);
        Reference.check("Whale curve", data, "share of the best 20 %", .746, curve.ofTop(.20), 5e-4, PYTHON);
        double area = LongStream.of(curve.curve())
                .mapToDouble(sum -> (double) sum / curve.total())
                .sum();
        int n = money.length;
        Reference.check("Whale curve", data, "Gini by the area below", .71514, (2 * area - n - 1) / n, 5e-6, PYTHON);
    }

    private static Map<String, Integer> numbers(List<String> names) {
        Map<String, Integer> numbers = new HashMap<>();
        names.forEach(name -> numbers.put(name, numbers.size()));
        return numbers;
    }

    private static long[] amounts(
            List<OnlineRetail.Line> lines, List<String> customers, Predicate<OnlineRetail.Line> which, int sign) {
        Map<String, Integer> numbers = numbers(customers);
        long[] amounts = new long[customers.size()];
        lines.stream().filter(which).forEach(line -> amounts[numbers.get(line.customer())] += sign * line.amount());
        return amounts;
    }

    private static void checkMoney(String model, String data, String figure, double pounds, long thousandths) {
        Reference.check(model, data, figure, pounds, thousandths / 1000.0, 5e-4, PYTHON);
    }

    @Test
    void margins_of_all_customers_add_up_to_the_total_at_every_step() {
        Samples.each(200, draw -> {
            int customers = draw.whole(0, 20);
            int steps = draw.whole(0, 5);
            MarginLadder ladder = MarginLadder.of("sales", amounts(draw, customers));
            for (int step = 1; step <= steps; step++) {
                ladder = ladder.less("cost " + step, amounts(draw, customers));
            }
            List<MarginLadder.Step> totals = ladder.totals();
            assertThat(totals).hasSize(steps + 1);
            BigDecimal left = BigDecimal.ZERO;
            for (int step = 0; step <= steps; step++) {
                BigDecimal amount = LongStream.of(ladder.amounts()[step])
                        .mapToObj(BigDecimal::valueOf)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                left = step == 0 ? amount : left.subtract(amount);
                assertThat(totals.get(step).name()).isEqualTo(step == 0 ? "sales" : "cost " + step);
                assertThat(BigDecimal.valueOf(totals.get(step).amount())).isEqualByComparingTo(amount);
                assertThat(BigDecimal.valueOf(totals.get(step).margin())).isEqualByComparingTo(left);
                assertThat(LongStream.of(ladder.margins(step)).sum())
                        .isEqualTo(totals.get(step).margin());
            }
            assertThat(ladder.margins()).containsExactly(ladder.margins(steps));
        });
    }

    private static long[] amounts(Samples draw, int size) {
        return LongStream.generate(() -> Math.round(draw.number(-1e12, 1e12)))
                .limit(size)
                .toArray();
    }

    @Test
    void a_ladder_keeps_what_it_had_and_refuses_columns_of_other_lengths() {
        long[] sales = {10_000, 5_000};
        MarginLadder gross = MarginLadder.of("sales", sales);
        MarginLadder net = gross.less("goods", new long[] {6_000, 5_500});
        assertThat(gross.margins()).containsExactly(10_000, 5_000);
        assertThat(net.margins()).containsExactly(4_000, -500);
        assertThat(net.margins(0)).containsExactly(10_000, 5_000);
        assertThat(net.size()).isEqualTo(2);
        assertThat(sales).containsExactly(10_000, 5_000);
        assertThatThrownBy(() -> net.less("visits", new long[3]))
                .hasMessage("'visits' has 3 amounts, expected 2 as 'sales'");
        assertThatThrownBy(() -> new MarginLadder(List.of(), new long[0][]))
                .hasMessage("0 names for 0 rows of amounts, expected as many, 1 or more");
        assertThatThrownBy(() -> new MarginLadder(List.of("a", "b"), new long[1][]))
                .hasMessage("2 names for 1 rows of amounts, expected as many, 1 or more");
        assertThatThrownBy(() -> net.margins(2)).hasMessage("steps is 2, expected 0 to 1");
        assertThatThrownBy(() -> net.margins(-1)).hasMessage("steps is -1, expected 0 to 1");
    }

    @Test
    void a_sum_no_long_holds_is_never_a_wrong_figure() {
        long[] most = {Long.MAX_VALUE, 1};
        assertThatThrownBy(() -> MarginLadder.of("sales", most).totals()).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> MarginLadder.of("sales", most)
                        .less("cost", new long[] {-1, 0})
                        .margins())
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> WhaleCurve.of(most)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void the_parts_of_a_cost_add_up_to_it_and_none_is_a_cent_off() {
        Samples.each(300, draw -> {
            double[] drivers = draw.some(1, 30, each -> each.number(0, 1e6)).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            double used = Arrays.stream(drivers).sum();
            long pool = Math.round(draw.number(-1e12, 1e12));
            if (used == 0) {
                return;
            }
            CostAllocation all = CostAllocation.inFull(pool, drivers);
            assertThat(all.allocated()).isEqualTo(pool);
            assertThat(all.unused()).isZero();
            double capacity = used * draw.number(1, 4);
            CostAllocation some = CostAllocation.byCapacity(pool, capacity, drivers);
            assertThat(some.allocated() + some.unused()).isEqualTo(pool);
            assertThat((double) some.unused()).isCloseTo(pool * (1 - used / capacity), within(1.01));
            for (int i = 0; i < drivers.length; i++) {
                assertThat((double) all.parts()[i]).isCloseTo(pool * (drivers[i] / used), within(1.01));
                assertThat((double) some.parts()[i]).isCloseTo(pool * (drivers[i] / capacity), within(1.01));
                if (drivers[i] == 0) {
                    assertThat(all.parts()[i]).isZero();
                }
            }
        });
    }

    /** Kaplan and Anderson's department: 560,000 a quarter, 700,000 minutes, 0.80 a minute; 578,600 minutes used. */
    @Test
    void the_minutes_of_the_paper_cost_what_it_says_and_the_idle_ones_stay_idle() {
        double[] minutes = {49_000 * 8, 1_400 * 44, 2_500 * 50};
        CostAllocation quarter = CostAllocation.byCapacity(560_000, 700_000, minutes);
        String source = "Kaplan, Anderson 2004";
        String[] names = {"orders", "inquiries", "credit checks"};
        long[] expected = {313_600, 49_280, 100_000};
        for (int i = 0; i < names.length; i++) {
            Reference.check(
                    "Cost by capacity",
                    "customer service of the paper",
                    "cost of " + names[i],
                    expected[i],
                    quarter.parts()[i],
                    0,
                    source);
        }
        Reference.check(
                "Cost by capacity",
                "customer service of the paper",
                "cost of idle minutes",
                97_120,
                quarter.unused(),
                0,
                source);
    }

    @Test
    void costs_without_use_beyond_capacity_or_without_sense_are_refused() {
        assertThat(CostAllocation.inFull(0, new double[2]).parts()).containsExactly(0, 0);
        assertThat(CostAllocation.byCapacity(100, 10, new double[2]).unused()).isEqualTo(100);
        assertThat(CostAllocation.inFull(10, new double[] {1, 1, 1}).parts()).containsExactly(3, 4, 3);
        assertThat(CostAllocation.byCapacity(10, 2, new double[] {1, 1 + 1e-12}).unused())
                .isZero();
        assertThatThrownBy(() -> CostAllocation.inFull(5, new double[2]))
                .hasMessage("the drivers of a cost of 5 add up to 0.0, expected more than 0");
        assertThatThrownBy(() -> CostAllocation.inFull(5, new double[] {1, -1}))
                .hasMessage("driver 1 is -1.0, expected a finite number, 0 or more");
        assertThatThrownBy(() -> CostAllocation.inFull(5, new double[] {Double.NaN}))
                .hasMessageContaining("driver 0 is NaN");
        assertThatThrownBy(() -> CostAllocation.inFull(5, new double[] {Double.POSITIVE_INFINITY}))
                .hasMessageContaining("driver 0 is Infinity");
        assertThatThrownBy(() -> CostAllocation.inFull(5, new double[] {1e308, 1e308}))
                .hasMessageContaining("pool is 5 over Infinity");
        assertThatThrownBy(() -> CostAllocation.inFull((1L << 53) + 1, new double[] {1}))
                .hasMessageContaining("pool is 9007199254740993");
        assertThatThrownBy(() -> CostAllocation.inFull(-(1L << 53) - 1, new double[] {1}))
                .hasMessageContaining("pool is -9007199254740993");
        assertThat(CostAllocation.inFull(1L << 53, new double[] {1, 2}).allocated())
                .isEqualTo(1L << 53);
        assertThat(CostAllocation.inFull(-(1L << 53), new double[] {1, 2}).allocated())
                .isEqualTo(-(1L << 53));
        assertThatThrownBy(() -> CostAllocation.byCapacity(5, 0, new double[1]))
                .hasMessage("capacity is 0.0, expected a finite number above 0");
        assertThatThrownBy(() -> CostAllocation.byCapacity(5, Double.POSITIVE_INFINITY, new double[1]))
                .hasMessageContaining("capacity is Infinity");
        assertThatThrownBy(() -> CostAllocation.byCapacity(5, 2, new double[] {1, 2}))
                .hasMessage("3.0 used of a capacity of 2.0, expected at most that");
    }

    @Test
    void a_whale_rises_while_customers_earn_and_falls_after() {
        Samples.each(200, draw -> {
            long[] profits = amounts(draw, draw.whole(1, 25));
            WhaleCurve curve = WhaleCurve.of(profits);
            assertThat(Arrays.stream(curve.order()).sorted())
                    .hasSize(profits.length)
                    .doesNotHaveDuplicates();
            assertThat(curve.total()).isEqualTo(LongStream.of(profits).sum());
            assertThat(curve.peak())
                    .isEqualTo(LongStream.of(profits).filter(p -> p > 0).sum());
            assertThat(curve.lost())
                    .isEqualTo(-LongStream.of(profits).filter(p -> p < 0).sum());
            assertThat((long) curve.profitable())
                    .isEqualTo(LongStream.of(profits).filter(p -> p > 0).count());
            for (int i = 1; i < profits.length; i++) {
                assertThat(profits[curve.order()[i]]).isLessThanOrEqualTo(profits[curve.order()[i - 1]]);
            }
        });
        assertThat(WhaleCurve.of(new long[] {3, 7, 3}).order()).containsExactly(1, 0, 2);
    }

    @Test
    void a_whale_of_nobody_or_without_profit_is_refused() {
        assertThatThrownBy(() -> WhaleCurve.of(new long[0]))
                .hasMessage("0 customers and 0 sums, expected as many, 1 or more");
        assertThatThrownBy(() -> new WhaleCurve(new int[1], new long[2]))
                .hasMessage("1 customers and 2 sums, expected as many, 1 or more");
        WhaleCurve losing = WhaleCurve.of(new long[] {-2, 2});
        assertThat(losing.peak()).isEqualTo(2);
        assertThat(losing.profitable()).isEqualTo(1);
        assertThatThrownBy(() -> losing.ofTop(.5))
                .hasMessage("all profit is 0, expected more than 0 to take shares of");
        assertThatThrownBy(() -> losing.ofTop(1.1)).hasMessage("share is 1.1, expected 0 to 1");
        assertThatThrownBy(() -> losing.ofTop(-.1)).hasMessage("share is -0.1, expected 0 to 1");
        WhaleCurve sinking = WhaleCurve.of(new long[] {-5, -1});
        assertThat(sinking.peak()).isZero();
        assertThat(sinking.profitable()).isZero();
        assertThat(sinking.lost()).isEqualTo(6);
    }

    @Test
    void the_one_that_crosses_a_border_belongs_above_it_and_equals_stay_together() {
        AbcClasses exact = AbcClasses.of(new long[] {15, 80, 5});
        assertThat(exact.classes()).containsExactly(AbcClasses.Grade.B, AbcClasses.Grade.A, AbcClasses.Grade.C);
        AbcClasses crossing = AbcClasses.of(new long[] {79, 2, 15, 4, -10, 0});
        assertThat(crossing.counts()).containsExactly(2, 1, 3);
        assertThat(crossing.values()).containsExactly(94, 4, -8);
        AbcClasses equal = AbcClasses.of(new long[] {1, 1, 1, 1}, .3, .6);
        assertThat(equal.counts()).containsExactly(4, 0, 0);
        assertThat(AbcClasses.of(new long[] {-1, 0}).counts()).containsExactly(0, 0, 2);
        assertThat(AbcClasses.of(new long[] {60, 30, 10}, .5, .5).counts()).containsExactly(1, 0, 2);
        assertThat(AbcClasses.of(new long[] {60, 30, 10}, 1, 1).counts()).containsExactly(3, 0, 0);
    }

    @Test
    void class_a_brings_its_share_at_least_and_every_class_is_counted_once() {
        Samples.each(200, draw -> {
            long[] values = amounts(draw, draw.whole(1, 25));
            double a = draw.number(.05, 1);
            double b = draw.number(a, 1);
            AbcClasses classes = AbcClasses.of(values, a, b);
            double whole = LongStream.of(values).filter(v -> v > 0).sum();
            assertThat((double) classes.value(AbcClasses.Grade.A)).isGreaterThanOrEqualTo(a * whole * (1 - 1e-12));
            assertThat((double) classes.value(AbcClasses.Grade.A) + classes.value(AbcClasses.Grade.B))
                    .isGreaterThanOrEqualTo(b * whole * (1 - 1e-12));
            assertThat(Arrays.stream(classes.counts()).sum()).isEqualTo(values.length);
            assertThat(LongStream.of(classes.values()).sum())
                    .isEqualTo(LongStream.of(values).sum());
            for (int i = 0; i < values.length; i++) {
                for (int j = 0; j < values.length; j++) {
                    if (values[i] >= values[j]) {
                        assertThat(classes.classes()[i]).isLessThanOrEqualTo(classes.classes()[j]);
                    }
                }
            }
        });
    }

    @Test
    void borders_out_of_order_and_nothing_to_class_are_refused() {
        for (double[] borders : new double[][] {{0, .5}, {.6, .5}, {.5, 1.1}, {Double.NaN, 1}}) {
            assertThatThrownBy(() -> AbcClasses.of(new long[] {1}, borders[0], borders[1]))
                    .hasMessageContaining("expected 0 < a <= b <= 1");
        }
        assertThatThrownBy(() -> AbcClasses.of(new long[0])).hasMessageContaining("0 customers");
    }
}
