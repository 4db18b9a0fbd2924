package lazo.analytical.purchase.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import lazo.analytical.purchase.Purchases;
import lazo.analytical.purchase.Purchases.Customers;
import lazo.analytical.purchase.Purchases.Figures;
import lazo.analytical.purchase.Purchases.Middle;
import lazo.analytical.purchase.Purchases.Scope;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.ApiReport;
import lazo.kernel.identity.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /api/v1/reports/purchases}: the figures of the screen. */
@Component
class PurchaseReport implements ApiReport {
    private final Purchases purchases;

    PurchaseReport(Purchases purchases) {
        this.purchases = purchases;
    }

    @Override
    public String key() {
        return "purchases";
    }

    @Override
    public String object() {
        return "invoice";
    }

    @Override
    public List<String> parameters() {
        return List.of("from", "until", "currency");
    }

    @Override
    public ObjectNode read(Map<String, String> asked, Actor actor) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        purchases
                .of(new Scope(day(asked, "from"), day(asked, "until"), asked.get("currency")), actor)
                .ifPresent(figures -> write(figures, body));
        return body;
    }

    private static @Nullable LocalDate day(Map<String, String> asked, String name) {
        String text = asked.get(name);
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException unread) {
            throw ApiRefusal.of(400, "API-108", name, "2026-01-31");
        }
    }

    private static void write(Figures figures, ObjectNode body) {
        body.put("currency", figures.currency());
        body.put("first", figures.first().toString());
        body.put("until", figures.until().toString());
        body.put("partial", figures.partial());
        ObjectNode totals = body.putObject("totals");
        totals.put("lines", figures.totals().lines());
        totals.put("invoices", figures.totals().invoices());
        totals.put("products", figures.totals().products());
        totals.put("net", figures.totals().net());
        totals.put("returned", figures.totals().returned());
        totals.put("lines_without_customer", figures.totals().linesOfNobody());
        totals.put("net_without_customer", figures.totals().netOfNobody());
        ObjectNode bought = body.putObject("purchases");
        bought.put("lines", figures.bought().lines());
        bought.put("invoices", figures.bought().invoices());
        bought.put("customers", figures.bought().customers());
        bought.put("net", figures.bought().money());
        Customers customers = figures.customers();
        if (customers != null) {
            ObjectNode each = body.putObject("customers");
            middle(each.putObject("recency_days"), customers.recency());
            middle(each.putObject("frequency"), customers.frequency());
            middle(each.putObject("money"), customers.money());
            each.put("with_one_purchase", customers.once());
            each.put("gini", customers.gini());
            ArrayNode tops = each.putArray("top");
            customers.tops().forEach(top -> {
                ObjectNode node = tops.addObject();
                node.put("percent_of_customers", top.best());
                node.put("customers", top.customers());
                node.put("net", top.money());
                node.put("percent_of_net", top.share());
            });
        }
        ArrayNode months = body.putArray("months");
        figures.months().forEach(month -> {
            ObjectNode node = months.addObject();
            node.put("month", month.month().toString());
            node.put("net", month.money());
            node.put("customers", month.customers());
            node.put("invoices", month.invoices());
        });
        ArrayNode cohorts = body.putArray("cohorts");
        figures.cohorts().forEach(cohort -> {
            ObjectNode node = cohorts.addObject();
            node.put("month", cohort.month().toString());
            ArrayNode buyers = node.putArray("buyers");
            cohort.buyers().forEach(buyers::add);
        });
    }

    private static void middle(ObjectNode node, Middle middle) {
        node.put("mean", middle.mean());
        node.put("median", middle.median());
    }
}
