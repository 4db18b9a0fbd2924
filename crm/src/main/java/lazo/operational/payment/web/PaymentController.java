package lazo.operational.payment.web;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.Money;
import lazo.kernel.record.Draft;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.FieldForm;
import lazo.operational.billing.Invoices;
import lazo.operational.payment.Credits;
import lazo.operational.payment.Payment;
import lazo.operational.payment.PaymentLists;
import lazo.operational.payment.Payments;
import lazo.operational.payment.Payments.Receipt;
import lazo.operational.payment.Payments.Refund;
import lazo.operational.payment.Payments.Spread;
import lazo.operational.payment.Payments.Undoing;
import lazo.operational.payment.Payments.Written;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Records payments and refunds, takes them back, and lists those of a customer. */
@Controller
class PaymentController {
    private static final String FOR = "for.";

    private final lazo.kernel.record.web.Objects objects;
    private final Access access;
    private final Invoices invoices;
    private final Payments payments;
    private final Credits credits;
    private final PaymentLists lists;
    private final CompanySettings company;
    private final Templates templates;

    PaymentController(
            lazo.kernel.record.web.Objects objects,
            Access access,
            Invoices invoices,
            Payments payments,
            Credits credits,
            PaymentLists lists,
            CompanySettings company,
            Templates templates) {
        this.objects = objects;
        this.access = access;
        this.invoices = invoices;
        this.payments = payments;
        this.credits = credits;
        this.lists = lists;
        this.company = company;
        this.templates = templates;
    }

    private StoredRecord mine(long id, Actor actor) {
        StoredRecord invoice = objects.load(invoices.type(), id, actor);
        if (!access.mayChange(actor, invoice.type(), id)) {
            throw Problem.forbidden("REC-403");
        }
        if (!Invoices.isIssued(invoice) || invoice.money("payable") == null) {
            throw Problem.of(HttpStatus.CONFLICT, "PAY-106", "problem.PAY-106");
        }
        return invoice;
    }

    private StoredRecord customer(String object, long id, Actor actor) {
        if (!PaymentLists.CUSTOMERS.contains(object)) {
            throw Problem.notFound("REC-404");
        }
        StoredRecord party = objects.load(objects.load(object), id, actor);
        if (!lists.shows(actor)) {
            throw Problem.forbidden("REC-403");
        }
        return party;
    }

    private StoredRecord owing(String object, long id, Actor actor) {
        StoredRecord party = customer(object, id, actor);
        if (!actor.on("invoice").create() || !access.mayChange(actor, party.type(), id)) {
            throw Problem.forbidden("REC-403");
        }
        return party;
    }

    /** The customer of an invoice, whom the actor need not see to note down what they paid. */
    private Optional<StoredRecord> customer(StoredRecord invoice, Actor actor) {
        return Optional.ofNullable(PaymentLists.party(invoice)).flatMap(id -> lists.customer(id, actor.asProgram()));
    }

    @GetMapping("/o/invoice/{id:\\d+}/payment")
    Page ask(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord invoice = mine(id, actor);
        Money balance = Objects.requireNonNull(invoice.money("balance"));
        Map<String, String> values = begun(screen);
        values.put("amount", screen.formats().plainAmount(balance.amount(), balance.currency()));
        values.put("spread", "one");
        return Page.of(templates.paymentDialog(screen, form(invoice, values, List.of(), screen, actor)));
    }

    private PaymentForm form(
            StoredRecord invoice, Map<String, String> values, List<String> wrong, Screen screen, Actor actor) {
        String currency = Objects.requireNonNull(invoice.money("payable")).currency();
        List<StoredRecord> open = customer(invoice, actor)
                .map(party -> lists.open(party, currency, actor))
                .orElse(List.of());
        boolean others = open.stream().anyMatch(one -> one.id() != invoice.id());
        return new PaymentForm(
                screen.t("payment.record.for", invoice.title()),
                "/o/invoice/" + invoice.id() + "/payment",
                currency,
                values,
                others ? spreads(screen, "one", "oldest", "each") : spreads(screen, "one"),
                others ? open : List.of(),
                methods(screen),
                wrong);
    }

    @PostMapping("/o/invoice/{id:\\d+}/payment")
    Page record(@PathVariable long id, @RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        StoredRecord invoice = mine(id, actor);
        String currency = Objects.requireNonNull(invoice.money("payable")).currency();
        List<String> wrong = new ArrayList<>();
        StoredRecord party = customer(invoice, actor).orElse(null);
        if (party == null) {
            wrong.add(told(lazo.kernel.record.Problem.of("", "PAY-118"), screen));
        }
        Receipt receipt = party == null ? null : receipt(party, currency, new Spread.One(id), typed, wrong, screen);
        if (receipt != null && wrong.isEmpty()) {
            Written written = payments.record(receipt, actor);
            if (written instanceof Written.Done) {
                return Page.redirect("/o/invoice/" + id)
                        .toast(screen.t(
                                "payment.recorded", screen.money(receipt.money().amount(), currency)));
            }
            wrong.addAll(refused(written, screen));
        }
        return Page.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                templates.paymentDialog(screen, form(invoice, typed, wrong, screen, actor)));
    }

    @GetMapping("/o/{object}/{id:\\d+}/payment")
    Page ask(@PathVariable String object, @PathVariable long id, Screen screen, Actor actor) {
        StoredRecord party = owing(object, id, actor);
        Map<String, String> values = begun(screen);
        values.put("spread", "oldest");
        return Page.of(templates.paymentDialog(screen, ofCustomer(party, values, List.of(), screen, actor)));
    }

    private PaymentForm ofCustomer(
            StoredRecord party, Map<String, String> values, List<String> wrong, Screen screen, Actor actor) {
        String currency = company.load().currency().getCurrencyCode();
        List<StoredRecord> open = lists.open(party, currency, actor);
        return new PaymentForm(
                screen.t("payment.record.of", party.title()),
                "/o/" + party.type().key() + "/" + party.id() + "/payment",
                currency,
                values,
                open.isEmpty() ? spreads(screen, "advance") : spreads(screen, "oldest", "each", "advance"),
                open,
                methods(screen),
                wrong);
    }

    @PostMapping("/o/{object}/{id:\\d+}/payment")
    Page record(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam Map<String, String> typed,
            Screen screen,
            Actor actor) {
        StoredRecord party = owing(object, id, actor);
        String currency = company.load().currency().getCurrencyCode();
        List<String> wrong = new ArrayList<>();
        Receipt receipt = receipt(party, currency, new Spread.Oldest(), typed, wrong, screen);
        if (wrong.isEmpty()) {
            Written written = payments.record(receipt, actor);
            if (written instanceof Written.Done) {
                return Page.redirect("/o/" + object + "/" + id + "/payments")
                        .toast(screen.t(
                                "payment.recorded", screen.money(receipt.money().amount(), currency)));
            }
            wrong.addAll(refused(written, screen));
        }
        return Page.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                templates.paymentDialog(screen, ofCustomer(party, typed, wrong, screen, actor)));
    }

    private Receipt receipt(
            StoredRecord party,
            String currency,
            Spread usual,
            Map<String, String> typed,
            List<String> wrong,
            Screen screen) {
        Map<Long, BigDecimal> parts = new LinkedHashMap<>();
        Spread spread = switch (typed.getOrDefault("spread", "")) {
            case "oldest" -> new Spread.Oldest();
            case "advance" -> new Spread.Advance();
            case "each" -> {
                typed.forEach((name, text) -> {
                    if (name.matches(FOR + "\\d{1,18}") && !text.isBlank()) {
                        parts.put(Long.valueOf(name.substring(FOR.length())), amount(text, wrong, screen));
                    }
                });
                yield new Spread.Each(parts);
            }
            default -> usual;
        };
        return new Receipt(
                party,
                new Money(amount(typed.getOrDefault("amount", ""), wrong, screen), currency),
                date(typed, wrong, screen),
                method(typed),
                typed.get("reference"),
                spread,
                "true".equals(typed.get("rest")));
    }

    private static BigDecimal amount(String text, List<String> wrong, Screen screen) {
        try {
            return Draft.number(text.strip(), screen.locale());
        } catch (Draft.Unreadable unreadable) {
            wrong.add(told(lazo.kernel.record.Problem.of("amount", "PAY-100", text.strip()), screen));
            return BigDecimal.ZERO;
        }
    }

    private static LocalDate date(Map<String, String> typed, List<String> wrong, Screen screen) {
        try {
            return LocalDate.parse(typed.getOrDefault("date", ""));
        } catch (DateTimeException unreadable) {
            wrong.add(told(lazo.kernel.record.Problem.of("date", "PAY-107"), screen));
            return screen.today();
        }
    }

    private static Payment.Method method(Map<String, String> typed) {
        return Stream.of(Payment.Method.values())
                .filter(one -> one.name().equals(typed.get("method")))
                .findFirst()
                .orElse(Payment.Method.TRANSFER);
    }

    private static Map<String, String> begun(Screen screen) {
        return new HashMap<>(Map.of("date", "" + screen.today(), "method", Payment.Method.TRANSFER.name()));
    }

    private static List<Option> spreads(Screen screen, String... ways) {
        return Stream.of(ways)
                .map(way -> new Option(way, screen.t("payment.spread." + way)))
                .toList();
    }

    private static List<Option> methods(Screen screen) {
        return Stream.of(Payment.Method.values())
                .map(one -> new Option(one.name(), screen.t("payment.method." + one)))
                .toList();
    }

    /** Why nothing was written, where it is a matter of what was typed. */
    private static List<String> refused(Written written, Screen screen) {
        return switch (written) {
            case Written.Refused(var problems) ->
                problems.stream().map(one -> told(one, screen)).toList();
            case Written.Missing() -> throw Problem.notFound("REC-404");
            case Written.Denied() -> throw Problem.forbidden("REC-403");
            case Written.Done done -> throw new IllegalStateException("Nothing was refused: " + done);
        };
    }

    /** The last two words of a problem about money are an amount and its currency. */
    private static String told(lazo.kernel.record.Problem problem, Screen screen) {
        List<String> args = problem.args();
        return switch (problem.code()) {
            case "PAY-102", "PAY-103", "PAY-104", "PAY-112" -> {
                int money = args.size() - 2;
                List<String> shown = new ArrayList<>(args.subList(0, money));
                shown.add(screen.money(new BigDecimal(args.get(money)), args.getLast()));
                yield screen.t(problem.messageKey(), shown.toArray()) + " (" + problem.code() + ")";
            }
            case "PAY-116" ->
                screen.t(problem.messageKey(), screen.date(LocalDate.parse(args.getFirst()))) + " (PAY-116)";
            default -> FieldForm.message(problem, screen);
        };
    }

    private static void done(Written written, Screen screen) {
        if (!(written instanceof Written.Done)) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    code(written),
                    "payment.not-done",
                    refused(written, screen).getFirst());
        }
    }

    private static String code(Written written) {
        return written instanceof Written.Refused(var problems)
                ? problems.getFirst().code()
                : "PAY-409";
    }

    @GetMapping("/o/invoice/{id:\\d+}/refund")
    Page askToRefund(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord invoice = mine(id, actor);
        Map<String, String> values = begun(screen);
        values.put("amount", screen.formats().plainAmount(lists.refundable(invoice), currency(invoice)));
        return Page.of(templates.paymentDialog(screen, refund(invoice, values, List.of(), screen)));
    }

    private static String currency(StoredRecord invoice) {
        return Objects.requireNonNull(invoice.money("payable")).currency();
    }

    private static PaymentForm refund(
            StoredRecord invoice, Map<String, String> values, List<String> wrong, Screen screen) {
        return new PaymentForm(
                screen.t("payment.refund.for", invoice.title()),
                "/o/invoice/" + invoice.id() + "/refund",
                currency(invoice),
                values,
                List.of(),
                List.of(),
                methods(screen),
                wrong);
    }

    @PostMapping("/o/invoice/{id:\\d+}/refund")
    Page refund(@PathVariable long id, @RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        StoredRecord invoice = mine(id, actor);
        List<String> wrong = new ArrayList<>();
        Refund refund = refund(typed, wrong, screen);
        if (wrong.isEmpty()) {
            Written written = payments.refund(id, refund, actor);
            if (written instanceof Written.Done) {
                return Page.redirect("/o/invoice/" + id)
                        .toast(screen.t("payment.refunded", screen.money(refund.amount(), currency(invoice))));
            }
            wrong.addAll(refused(written, screen));
        }
        return Page.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                templates.paymentDialog(screen, refund(invoice, typed, wrong, screen)));
    }

    private static Refund refund(Map<String, String> typed, List<String> wrong, Screen screen) {
        return new Refund(
                amount(typed.getOrDefault("amount", ""), wrong, screen),
                date(typed, wrong, screen),
                method(typed),
                typed.get("reference"));
    }

    @PostMapping("/o/invoice/{id:\\d+}/credit")
    Page useCredit(@PathVariable long id, Screen screen, Actor actor) {
        mine(id, actor);
        done(credits.use(id, actor), screen);
        return Page.redirect("/o/invoice/" + id).toast(screen.t("payment.credit.used"));
    }

    @PostMapping("/o/invoice/{id:\\d+}/payments/{payment:\\d+}/release")
    Page release(@PathVariable long id, @PathVariable long payment, Screen screen, Actor actor) {
        mine(id, actor);
        done(payments.release(payment, id, actor), screen);
        return Page.redirect("/o/invoice/" + id).toast(screen.t("payment.released"));
    }

    @GetMapping("/o/{object}/{id:\\d+}/payments")
    Page list(@PathVariable String object, @PathVariable long id, Screen screen, Actor actor) {
        StoredRecord party = customer(object, id, actor);
        List<Payment> found = lists.of(party, actor);
        boolean mayChange = actor.on("invoice").create() && access.mayChange(actor, party.type(), id);
        return Page.of(templates.paymentCustomer(screen, party, found, lists.numbers(found, actor), mayChange));
    }

    private Payment payment(long id, Actor actor) {
        return lists.find(id, actor).orElseThrow(() -> Problem.notFound("PAY-404"));
    }

    private Payment changing(long id, Actor actor) {
        Payment payment = payment(id, actor);
        if (!actor.on("invoice").writes()) {
            throw Problem.forbidden("REC-403");
        }
        return payment;
    }

    /** Where one was: on an invoice, or among the payments of the customer. */
    private String back(Payment payment, long invoiceId, Actor actor) {
        return invoiceId > 0
                ? "/o/invoice/" + invoiceId
                : lists.customer(payment.partyId(), actor.asProgram())
                        .map(party -> "/o/" + party.type().key() + "/" + party.id() + "/payments")
                        .orElse("/o/invoice");
    }

    @GetMapping("/payments/{id:\\d+}/reverse")
    Page askToReverse(
            @PathVariable long id, @RequestParam(defaultValue = "0") long invoice, Screen screen, Actor actor) {
        Payment payment = changing(id, actor);
        return Page.of(
                templates.paymentReverse(screen, payment, invoice, Map.of("date", "" + screen.today()), List.of()));
    }

    @PostMapping("/payments/{id:\\d+}/reverse")
    Page reverse(
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long invoice,
            @RequestParam Map<String, String> typed,
            Screen screen,
            Actor actor) {
        Payment payment = changing(id, actor);
        List<String> wrong = new ArrayList<>();
        Undoing undoing = new Undoing(
                "MISTAKE".equals(typed.get("kind")) ? Payment.Reversal.Kind.MISTAKE : Payment.Reversal.Kind.RETURNED,
                date(typed, wrong, screen),
                typed.getOrDefault("reason", ""));
        if (wrong.isEmpty()) {
            Written written = payments.reverse(id, undoing, actor);
            if (written instanceof Written.Done) {
                return Page.redirect(back(payment, invoice, actor)).toast(screen.t("payment.reversed"));
            }
            wrong.addAll(refused(written, screen));
        }
        return Page.of(
                HttpStatus.UNPROCESSABLE_CONTENT, templates.paymentReverse(screen, payment, invoice, typed, wrong));
    }

    @GetMapping("/payments/{id:\\d+}/refund")
    Page askToRefundRest(@PathVariable long id, Screen screen, Actor actor) {
        Payment payment = changing(id, actor);
        Map<String, String> values = begun(screen);
        values.put("amount", screen.formats().plainAmount(payment.rest(), payment.currency()));
        return Page.of(templates.paymentDialog(screen, refund(payment, values, List.of(), screen)));
    }

    private static PaymentForm refund(Payment payment, Map<String, String> values, List<String> wrong, Screen screen) {
        return new PaymentForm(
                screen.t("payment.refund.rest"),
                "/payments/" + payment.id() + "/refund",
                payment.currency(),
                values,
                List.of(),
                List.of(),
                methods(screen),
                wrong);
    }

    @PostMapping("/payments/{id:\\d+}/refund")
    Page refundRest(@PathVariable long id, @RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        Payment payment = changing(id, actor);
        List<String> wrong = new ArrayList<>();
        Refund refund = refund(typed, wrong, screen);
        if (wrong.isEmpty()) {
            Written written = payments.refundRest(id, refund, actor);
            if (written instanceof Written.Done) {
                return Page.redirect(back(payment, 0, actor))
                        .toast(screen.t("payment.refunded", screen.money(refund.amount(), payment.currency())));
            }
            wrong.addAll(refused(written, screen));
        }
        return Page.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                templates.paymentDialog(screen, refund(payment, typed, wrong, screen)));
    }
}
