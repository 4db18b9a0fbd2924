package lazo.operational.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.Money;
import lazo.kernel.notification.Notification;
import lazo.kernel.notification.Notifications;
import lazo.kernel.record.StoredRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Discounts above the limit of a role wait for somebody who may give them. */
@Tag("OPE-06")
class DiscountsTest extends BillingTest {
    @Autowired
    DiscountPolicy policy;

    @Autowired
    Notifications notifications;

    private User manager;
    private Visitor managing;
    private Visitor typing;
    private long quote;
    private long product;

    @BeforeEach
    void sellersMayGiveTenPercentAndManagersThirty() {
        policy.limit(Role.SELLER, BigDecimal.TEN);
        policy.limit(Role.MANAGER, BigDecimal.valueOf(30));
        manager = user(Role.MANAGER, seller.teamId());
        managing = signedIn(manager);
        typing = signedIn(seller).htmx();
        long account =
                make("account", Map.of("name", "Bodegas " + System.nanoTime())).id();
        product = make(
                        "product",
                        Map.of(
                                "name",
                                "Panel " + System.nanoTime(),
                                "price",
                                new Money(BigDecimal.valueOf(100), "EUR")))
                .id();
        quote = make("quote", Map.of("account", account)).id();
    }

    @AfterEach
    void nobodyHasALimit() {
        policy.limit(Role.SELLER, null);
        policy.limit(Role.MANAGER, null);
    }

    private StoredRecord quote() {
        return records.find(quotes.type(), quote, actor).orElseThrow();
    }

    private Answer edit(String price, String discount) {
        StoredRecord now = quote();
        List<String> form = new ArrayList<>(List.of(
                "version",
                "" + now.version(),
                "revision",
                "" + documents.find(now).revision()));
        form.addAll(List.of("line.row", "a", "line.kind", "ITEM", "line.product", "" + product));
        form.addAll(List.of("line.name", "Panel", "line.detail", "", "line.quantity", "3", "line.unit", ""));
        form.addAll(List.of("line.price", price, "line.discount", discount, "line.tax", "iva_general"));
        return typing.post("/o/quote/" + quote + "/edit", form.toArray(String[]::new));
    }

    private Answer send() {
        return visitor.post("/o/quote/" + quote + "/send", "to", "", "message", "");
    }

    private static List<String> told(List<Notification> notifications) {
        return notifications.stream().map(Notification::text).toList();
    }

    @Test
    void a_discount_above_the_limit_is_kept_and_goes_no_further() {
        assertThat(edit("100", "10").status()).isEqualTo(200);
        assertThat(policy.over(quote())).isEmpty();
        assertThat(edit("100", "10,5").status()).isEqualTo(200);
        StoredRecord before = quote();
        assertThat(before.money("subtotal").amount()).isEqualByComparingTo("268.5");

        Answer refused = send();
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("BIL-190");
        assertThat(visitor.post("/o/quote/" + quote + "/decision", "decision", "accepted")
                        .status())
                .isEqualTo(400);
        assertThat(quote()).isEqualTo(before);
        assertThat(visitor.get("/o/quote/" + quote).body()).contains("Descuento por encima del límite");
        assertThat(visitor.post("/o/quote/" + quote + "/decision", "decision", "rejected")
                        .status())
                .isEqualTo(303);
    }

    @Test
    void a_price_typed_below_the_one_of_the_catalogue_is_a_discount() {
        edit("100", "");
        edit("89", "");
        assertThat(policy.over(quote()).orElseThrow().percent()).isEqualByComparingTo("11");
        edit("95", "5");
        assertThat(policy.over(quote())).isEmpty();
    }

    @Test
    void whoever_may_give_as_much_is_asked_and_lets_it_pass() {
        edit("100", "25");
        assertThat(visitor.post("/o/quote/" + quote + "/discount-request").status())
                .isEqualTo(303);
        assertThat(told(notifications.of(actor(manager), true))).anyMatch(text -> text.contains("25"));
        assertThat(visitor.post("/o/quote/" + quote + "/discount-approval", "reason", "Porque sí")
                        .status())
                .isEqualTo(403);
        assertThat(send().status()).isEqualTo(422);

        managing.get("/o/quote/" + quote);
        assertThat(managing.post("/o/quote/" + quote + "/discount-approval", "reason", " ")
                        .status())
                .isEqualTo(400);
        assertThat(managing.post("/o/quote/" + quote + "/discount-approval", "reason", "Cliente nuevo")
                        .status())
                .isEqualTo(303);
        assertThat(told(notifications.of(actor, true))).anyMatch(text -> text.contains("25"));
        assertThat(visitor.get("/o/quote/" + quote).body()).contains("Cliente nuevo", manager.name());
        assertThat(send().status()).isEqualTo(200);
        assertThat(sql.fetchValue(
                        "select count(*) from audit_event where object = 'discount_approval' and subject = ?",
                        "" + quote))
                .isEqualTo(1L);

        edit("100", "26");
        assertThat(send().body()).contains("BIL-190");
    }

    @Test
    void nobody_approves_more_than_they_may_give() {
        edit("100", "40");
        managing.get("/o/quote/" + quote);
        assertThat(managing.post("/o/quote/" + quote + "/discount-approval", "reason", "Vale")
                        .status())
                .isEqualTo(403);
        Visitor administrator = signedIn(administrator());
        assertThat(administrator
                        .post("/o/quote/" + quote + "/discount-approval", "reason", "Vale")
                        .status())
                .isEqualTo(303);
        visitor.post("/o/quote/" + quote + "/decision", "decision", "accepted");
        assertThat(visitor.post("/o/quote/" + quote + "/order").location()).startsWith("/o/sales_order/");
    }
}
