package lazo.analytics.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lazo.analytics.CsvFile;
import lazo.analytics.OnlineRetail;
import lazo.analytics.Reference;
import org.junit.jupiter.api.Test;

class RecommendReferenceTest {
    private static final String ARULES = "R 4.2.2, arules 1.7-11";
    private static final String PYTHON = "Python, numpy on the same split";

    /**
     * Of 1,753. Which of several equal similarities are among the k nearest, and which of equal scores come first, is nowhere said:
     * numpy's order is its sort's, ours the lower item number, and they agree but for one customer's hit.
     */
    private static final double ONE_CUSTOMER = 1 / 1753.0 + 5e-5;

    private static final List<List<String>> GROCERIES = CsvFile.rows("groceries/groceries.csv.gz", false);
    private static final List<String> NAMES =
            GROCERIES.stream().flatMap(List::stream).distinct().sorted().toList();
    private static final Baskets BASKETS = Baskets.of(
            GROCERIES.stream()
                    .map(basket -> basket.stream().mapToInt(NAMES::indexOf).toArray())
                    .toArray(int[][]::new),
            NAMES.size());

    private static String text(AssociationRule rule) {
        return "{%s} => {%s}"
                .formatted(
                        Arrays.stream(rule.antecedent()).mapToObj(NAMES::get).collect(Collectors.joining(",")),
                        NAMES.get(rule.consequent()));
    }

    @Test
    void groceries_has_as_many_frequent_sets_as_arules_finds() {
        assertThat(BASKETS.size()).isEqualTo(9835);
        assertThat(NAMES).hasSize(169);
        double[][] expected = {{0.01, 333}, {0.005, 1001}, {0.002, 4223}, {0.001, 13492}};
        for (double[] row : expected) {
            int obtained = FrequentItemsets.find(BASKETS, row[0], 10).sets().size();
            Reference.check("Frequent sets", "Groceries", "sets at support " + row[0], row[1], obtained, 0, ARULES);
        }
    }

    @Test
    void groceries_has_as_many_rules_as_arules_finds() {
        double[][] expected = {
            {0.001, 0.8, 410},
            {0.001, 0.5, 5668},
            {0.006, 0.25, 463},
            {0.01, 0.5, 15},
            {0.01, 0.3, 125},
            {0.005, 0.4, 270},
            {0.01, 0.2, 231}
        };
        for (double[] row : expected) {
            int obtained = AssociationRules.fit(BASKETS, row[0], row[1]).rules().size();
            Reference.check(
                    "Association rules",
                    "Groceries",
                    "rules at support %s, confidence %s".formatted(row[0], row[1]),
                    row[2],
                    obtained,
                    0,
                    ARULES);
        }
    }

    @Test
    void the_strongest_rules_of_groceries_have_the_published_measures() {
        List<AssociationRule> fifteen = AssociationRules.fit(BASKETS, 0.01, 0.5).rules();
        AssociationRule top = fifteen.getFirst();
        assertThat(text(top)).isEqualTo("{citrus fruit,root vegetables} => {other vegetables}");
        Reference.check(
                "Association rules",
                "Groceries",
                "lift, citrus fruit and root vegetables => other vegetables",
                3.029608,
                top.lift(),
                5e-7,
                ARULES);
        Reference.check(
                "Association rules", "Groceries", "confidence of that rule", 0.5862069, top.confidence(), 5e-8, ARULES);
        Reference.check("Association rules", "Groceries", "count of that rule", 102, top.count(), 0, ARULES);
        AssociationRule best = AssociationRules.fit(BASKETS, 0.001, 0.5).rules().getFirst();
        assertThat(text(best)).isEqualTo("{Instant food products,soda} => {hamburger meat}");
        Reference.check(
                "Association rules", "Groceries", "best lift at support 0.001", 18.99565, best.lift(), 5e-6, ARULES);
        Reference.check("Association rules", "Groceries", "count of that rule, 0.001", 12, best.count(), 0, ARULES);
        AssociationRule first = top;
        Reference.check("Association rules", "Groceries", "leverage", 0.006947868, first.leverage(), 5e-10, ARULES);
        Reference.check("Association rules", "Groceries", "conviction", 1.949059, first.conviction(), 5e-7, ARULES);
        Reference.check("Association rules", "Groceries", "chi-squared", 175.05807, first.chiSquared(), 5e-6, ARULES);
        Reference.checkRelative("Association rules", "Groceries", "Fisher p", 9.12e-31, first.fisher(), 1e-3, ARULES);
        Reference.check("Association rules", "Groceries", "Kulczynski", 0.3199032, first.kulczynski(), 5e-8, ARULES);
        Reference.check("Association rules", "Groceries", "cosine", 0.1772581, first.cosine(), 5e-8, ARULES);
        assertThat(fifteen).allMatch(rule -> rule.holm() < 1e-9);
    }

    @Test
    void each_of_the_125_rules_of_arules_is_found_with_its_figures() {
        var obtained = AssociationRules.fit(BASKETS, 0.01, 0.3).rules().stream()
                .collect(Collectors.toMap(RecommendReferenceTest::text, rule -> rule));
        List<List<String>> published = CsvFile.rows("groceries/rules_support_01_confidence_30.csv", true);
        assertThat(obtained).hasSameSizeAs(published);
        for (List<String> row : published) {
            String[] sides = row.get(0).split(" => ");
            String left = Arrays.stream(
                            sides[0].substring(1, sides[0].length() - 1).split(","))
                    .sorted()
                    .collect(Collectors.joining(","));
            AssociationRule rule = obtained.get("{%s} => %s".formatted(left, sides[1]));
            assertThat(rule).as(row.get(0)).isNotNull();
            assertThat(rule.support()).isCloseTo(Double.parseDouble(row.get(1)), within(1e-12));
            assertThat(rule.confidence()).isCloseTo(Double.parseDouble(row.get(2)), within(1e-12));
            assertThat(rule.coverage()).isCloseTo(Double.parseDouble(row.get(3)), within(1e-12));
            assertThat(rule.lift()).isCloseTo(Double.parseDouble(row.get(4)), within(1e-10));
            assertThat(rule.count()).isEqualTo(Integer.parseInt(row.get(5)));
        }
    }

    @Test
    void online_retail_in_the_united_kingdom_at_one_per_cent() {
        List<List<String>> lists = OnlineRetail.invoices().stream()
                .filter(invoice -> invoice.country().equals("United Kingdom"))
                .map(OnlineRetail.Invoice::codes)
                .toList();
        List<String> codes =
                lists.stream().flatMap(List::stream).distinct().sorted().toList();
        var number = new HashMap<String, Integer>();
        codes.forEach(code -> number.put(code, number.size()));
        Baskets baskets = Baskets.of(
                lists.stream()
                        .map(list -> list.stream().mapToInt(number::get).toArray())
                        .toArray(int[][]::new),
                codes.size());
        String data = "Online Retail, UK baskets";
        Reference.check("Frequent sets", data, "number of baskets", 16646, baskets.size(), 0, PYTHON);
        FrequentItemsets sets = FrequentItemsets.find(baskets, 0.01, 2);
        Reference.check(
                "Frequent sets",
                data,
                "items at 1 %",
                624,
                sets.sets().stream().filter(set -> set.items().length == 1).count(),
                0,
                PYTHON);
        Reference.check(
                "Frequent sets",
                data,
                "pairs at 1 %",
                325,
                sets.sets().stream().filter(set -> set.items().length == 2).count(),
                0,
                PYTHON);
        AssociationRule top =
                AssociationRules.fit(baskets, 0.01, 0.2, 2).rules().getFirst();
        assertThat(List.of(codes.get(top.antecedent()[0]), codes.get(top.consequent())))
                .containsExactlyInAnyOrder("22916", "22917");
        Reference.check("Association rules", data, "support of 22916 and 22917", 0.010153, top.support(), 5e-7, PYTHON);
        Reference.check("Association rules", data, "lift of 22916 and 22917", 86.829, top.lift(), 5e-4, PYTHON);
        Reference.check(
                "Frequent sets",
                data,
                "mean size of a basket",
                20.69,
                lists.stream().mapToInt(List::size).average().orElseThrow(),
                0.0051,
                PYTHON);
        double[] confidences = AssociationRules.fit(baskets, 0.01, 0.2, 2).rules().stream()
                .limit(2)
                .mapToDouble(AssociationRule::confidence)
                .sorted()
                .toArray();
        Reference.check(
                "Association rules", data, "confidence, lower way round", 0.934, confidences[0], 5.1e-4, PYTHON);
        Reference.check(
                "Association rules", data, "confidence, higher way round", 0.944, confidences[1], 5.1e-4, PYTHON);
    }

    @Test
    void recommendations_for_the_last_quarter_of_online_retail() {
        List<OnlineRetail.Invoice> invoices = OnlineRetail.invoices();
        List<String> customers = new ArrayList<>();
        TreeSet<String> codes = new TreeSet<>();
        for (OnlineRetail.Invoice invoice : invoices) {
            if (invoice.date().compareTo("2011-10-01") < 0 && !products(invoice).isEmpty()) {
                customers.add(invoice.customer());
                codes.addAll(products(invoice));
            }
        }
        List<String> items = List.copyOf(codes);
        var customerNumber = new HashMap<String, Integer>();
        customers.forEach(customer -> customerNumber.putIfAbsent(customer, customerNumber.size()));
        var itemNumber = new HashMap<String, Integer>();
        items.forEach(item -> itemNumber.put(item, itemNumber.size()));
        Interactions before = interactions(invoices, true, customerNumber, itemNumber);
        Interactions later = interactions(invoices, false, customerNumber, itemNumber);
        String data = "Online Retail, before and from 2011-10-01";
        Reference.check("Recommenders", data, "customers before", 3613, before.customers(), 0, PYTHON);
        Reference.check("Recommenders", data, "items before", 3502, before.itemCount(), 0, PYTHON);

        RankingQuality own = RankingQuality.measure(OwnFrequency.fit(before), before, later, 10, true);
        Reference.check("Recommenders", data, "customers of both", 1835, own.customers(), 0, PYTHON);

        check("Popularity", data, Popularity.fit(before), before, later, false, 0.2869, 0.0441, 5e-5);
        check(
                "Item neighbours of the bought, k = 100",
                data,
                ItemNeighbours.fit(before, 100, ItemNeighbours.Side.OF_BOUGHT),
                before,
                later,
                false,
                0.3719,
                0.0780,
                ONE_CUSTOMER);
        Ease ease = Ease.fit(before, 300);
        check("EASE, lambda = 300", data, ease, before, later, false, 0.5083, 0.1107, 5e-5);
        check("EASE, lambda = 300", data, ease, before, later, true, 0.7275, 0.2834, 5e-5);
        check("Own frequency", data, OwnFrequency.fit(before), before, later, true, 0.8327, 0.3602, 5e-5);
        RankingQuality standard = RankingQuality.measure(ItemNeighbours.fit(before, 100), before, later, 10, false);
        assertThat(standard.hitRate()).as("neighbours of the candidate").isGreaterThan(0.42);
    }

    private static void check(
            String model,
            String data,
            Recommender fitted,
            Interactions before,
            Interactions later,
            boolean again,
            double hitRate,
            double ndcg,
            double tolerance) {
        RankingQuality quality = RankingQuality.measure(fitted, before, later, 10, again);
        String what = again ? "repurchase allowed" : "new items only";
        assertThat(quality.customers()).isEqualTo(again ? 1835 : 1753);
        Reference.check(model, data, "HitRate@10, " + what, hitRate, quality.hitRate(), tolerance, PYTHON);
        Reference.check(model, data, "NDCG@10, " + what, ndcg, quality.ndcg(), tolerance, PYTHON);
    }

    private static List<String> products(OnlineRetail.Invoice invoice) {
        return invoice.codes().stream()
                .filter(code -> Character.isDigit(code.charAt(0)))
                .toList();
    }

    private static Interactions interactions(
            List<OnlineRetail.Invoice> invoices,
            boolean before,
            Map<String, Integer> customers,
            Map<String, Integer> items) {
        IntStream.Builder who = IntStream.builder();
        IntStream.Builder what = IntStream.builder();
        for (OnlineRetail.Invoice invoice : invoices) {
            if (before == invoice.date().compareTo("2011-10-01") < 0 && customers.containsKey(invoice.customer())) {
                for (String code : products(invoice)) {
                    if (items.containsKey(code)) {
                        who.add(customers.get(invoice.customer()));
                        what.add(items.get(code));
                    }
                }
            }
        }
        return Interactions.of(who.build().toArray(), what.build().toArray(), customers.size(), items.size());
    }
}
