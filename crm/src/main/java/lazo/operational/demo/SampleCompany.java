package lazo.operational.demo;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.SampleData;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.kernel.record.WriteResult.Saved;
import lazo.operational.sales.LeadConversion;
import lazo.operational.sales.SalesPeriod;
import lazo.operational.sales.SalesTargets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fills an empty Lazo with Almena Energía, an installer of solar panels: some 3,000 companies, contacts and leads, 400
 * deals and two years of calls, visits and notes, written through {@link RecordChanges} like anybody's work, only earlier.
 */
@Component
public class SampleCompany implements SampleData {
    private static final long SEED = 20_241_122L;
    private static final int ACCOUNTS = 900;
    private static final int PARTIES = 3_000;
    private static final int CONTACTS = 1_500;
    private static final int LEADS = 500;
    private static final int DEALS = 360;
    private static final int CONVERSIONS = 40;
    private static final int QUOTES = 40;
    private static final int DAYS = 730;
    private static final int TOGETHER = 100;
    private static final List<String> OPEN_STAGES = List.of("exploration", "study", "proposal", "negotiation");

    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Users users;
    private final LeadConversion conversion;
    private final SalesTargets targets;
    private final SampleDocuments.Billing billing;
    private final SampleInvoices.Ledger ledger;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SampleCompany(
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Users users,
            LeadConversion conversion,
            SalesTargets targets,
            SampleDocuments.Billing billing,
            SampleInvoices.Ledger ledger,
            TransactionTemplate transaction,
            Clock clock) {
        this.conversion = conversion;
        this.targets = targets;
        this.billing = billing;
        this.ledger = ledger;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.users = users;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public boolean mayLoad() {
        return types.all().stream().filter(ObjectType::isParty).allMatch(records::isEmpty);
    }

    @Override
    public void load(Actor administrator) {
        new Filling(administrator).run();
    }

    /** One filling: the dice and what was made so far. */
    private final class Filling {
        private final SplittableRandom dice = new SplittableRandom(SEED);
        private final Instant now = clock.instant().truncatedTo(ChronoUnit.HOURS);
        private final LocalDate today = LocalDate.ofInstant(now, ZoneId.of("Europe/Madrid"));
        private final List<Actor> sellers = new ArrayList<>();
        private final List<StoredRecord> accounts = new ArrayList<>();
        private final List<StoredRecord> contacts = new ArrayList<>();
        private final Map<Long, List<StoredRecord>> people = new HashMap<>();
        private int converted;
        private int madeOfLeads;

        Filling(Actor administrator) {
            users.active().stream()
                    .filter(user -> user.role().may(lazo.kernel.identity.Ability.SELLS))
                    .map(User::id)
                    .map(users::actor)
                    .forEach(sellers::add);
            if (sellers.isEmpty()) {
                sellers.add(administrator);
            }
        }

        void run() {
            together(ACCOUNTS, this::account);
            together(CONTACTS, this::contact);
            together(LEADS, this::lead);
            together(PARTIES - ACCOUNTS - CONTACTS - LEADS - madeOfLeads, this::contact);
            together(DEALS, this::deal);
            together(120, this::plan);
            targets();
            SampleDocuments documents = new SampleDocuments(types, records, billing, dice, sellers, now);
            transaction.executeWithoutResult(status -> documents.catalogue());
            together(QUOTES, documents::quote);
            SampleInvoices invoices = new SampleInvoices(types, records, ledger, dice, sellers.getFirst(), now);
            transaction.executeWithoutResult(status -> invoices.customers());
            together(SampleInvoices.COUNT, invoices::invoice);
        }

        /** What each seller is to win this quarter and the one before. */
        private void targets() {
            SalesPeriod quarter = SalesPeriod.at(SalesPeriod.Span.QUARTER, today);
            for (Actor seller : sellers) {
                for (SalesPeriod period : List.of(quarter.previous(), quarter)) {
                    BigDecimal amount = BigDecimal.valueOf(150_000 + dice.nextInt(16) * 10_000L);
                    targets.set(seller.id(), null, period, amount, "EUR", seller);
                }
            }
        }

        private void together(int count, java.util.function.IntConsumer one) {
            for (int from = 0; from < count; from += TOGETHER) {
                int start = from;
                transaction.executeWithoutResult(status -> {
                    for (int i = start; i < Math.min(start + TOGETHER, count); i++) {
                        one.accept(i);
                    }
                });
            }
        }

        private void account(int place) {
            Instant at = past(DAYS);
            String name = SpanishNames.TRADES.get(place % SpanishNames.TRADES.size()) + " "
                    + SpanishNames.PROPER.get(
                            (place * 7 + place / SpanishNames.TRADES.size()) % SpanishNames.PROPER.size());
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("name", name);
            values.put("tax_id", "B%08d".formatted(10_000_000 + dice.nextInt(80_000_000)));
            values.put("email", "info@" + domain(name));
            values.put(
                    "phone",
                    "+34 9%02d %02d %02d %02d"
                            .formatted(dice.nextInt(41, 79), dice.nextInt(100), dice.nextInt(100), dice.nextInt(100)));
            values.put("website", "https://www." + domain(name));
            values.put(
                    "industry",
                    one(types.load("account").field("industry").currentChoices())
                            .key());
            values.put("employees", new BigDecimal(1 + (int) Math.exp(dice.nextDouble() * 6)));
            values.put("annual_revenue", euros(100_000 * Math.exp(dice.nextDouble() * 5)));
            values.put("address", address());
            values.put("lifecycle", dice.nextInt(10) < 4 ? "customer" : dice.nextInt(10) < 7 ? "prospect" : "lost");
            values.put("source", one(List.of("web", "referral", "campaign", "event", "phone")));
            if (dice.nextInt(3) == 0) {
                values.put("tags", List.of(one(SpanishNames.TAGS)));
            }
            if (dice.nextInt(6) == 0) {
                values.put("goals", one(SpanishNames.GOALS));
                values.put("concerns", one(SpanishNames.CONCERNS));
            }
            accounts.add(create("account", values, at));
        }

        private void contact(int place) {
            StoredRecord account = accounts.get(place < ACCOUNTS ? place : dice.nextInt(ACCOUNTS));
            Actor owner = users.actor(java.util.Objects.requireNonNull(account.owner()));
            boolean woman = dice.nextBoolean();
            String first = one(woman ? SpanishNames.WOMEN : SpanishNames.MEN);
            String last = one(SpanishNames.SURNAMES) + " " + one(SpanishNames.SURNAMES);
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("first_name", first);
            values.put("last_name", last);
            values.put("job_title", one(SpanishNames.JOBS));
            values.put("account", account.id());
            values.put("email", plain(first) + "." + plain(last.split(" ")[0]) + "@" + domain(account.title()));
            values.put(
                    "mobile",
                    "+34 6%02d %02d %02d %02d"
                            .formatted(dice.nextInt(100), dice.nextInt(100), dice.nextInt(100), dice.nextInt(100)));
            values.put("lifecycle", account.text("lifecycle"));
            values.put("language", dice.nextInt(12) == 0 ? "ca" : "es");
            values.put("birthday", today.minusYears(28 + dice.nextInt(35)).minusDays(dice.nextInt(365)));
            if (dice.nextInt(4) == 0) {
                values.put("tags", List.of(one(SpanishNames.TAGS)));
            }
            if (dice.nextInt(5) == 0) {
                values.put("preferences", one(SpanishNames.NOTES));
            }
            Instant since = java.util.Objects.requireNonNull(account.moment("created_at"));
            StoredRecord contact =
                    create("contact", values, since.plus(Duration.ofMinutes(5 + dice.nextInt(600))), owner);
            contacts.add(contact);
            people.computeIfAbsent(account.id(), id -> new ArrayList<>()).add(contact);
            if (dice.nextInt(2) == 0) {
                talk(contact, account, null, between(since), owner);
            }
        }

        private void lead(int place) {
            Instant at = place < 60 ? past(10) : past(DAYS);
            boolean recent = at.isAfter(now.minus(Duration.ofDays(30)));
            String first = one(dice.nextBoolean() ? SpanishNames.WOMEN : SpanishNames.MEN);
            String last = one(SpanishNames.SURNAMES) + " " + one(SpanishNames.SURNAMES);
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("name", first + " " + last);
            values.put(
                    "company", dice.nextInt(3) == 0 ? null : one(SpanishNames.TRADES) + " " + one(SpanishNames.PROPER));
            values.put("email", plain(first) + "." + plain(last.split(" ")[0]) + place + "@correo.example");
            values.put(
                    "phone",
                    "+34 6%02d %02d %02d %02d"
                            .formatted(dice.nextInt(100), dice.nextInt(100), dice.nextInt(100), dice.nextInt(100)));
            values.put(
                    "status",
                    recent
                            ? one(List.of("new", "new", "working"))
                            : one(List.of("working", "qualified", "discarded", "discarded")));
            if ("discarded".equals(values.get("status"))) {
                values.put("discard_reason", one(List.of("no_interest", "no_budget", "unreachable", "wrong_data")));
            }
            values.put("source", one(List.of("web", "web", "campaign", "event", "referral", "social")));
            values.put("product_interest", one(SpanishNames.INTERESTS));
            values.put("estimated_amount", euros(3_000 + dice.nextInt(60_000)));
            values.put("address", address());
            Actor owner = one(sellers);
            StoredRecord lead = create("lead", values, at, owner);
            if ("qualified".equals(values.get("status")) && converted < CONVERSIONS) {
                converted++;
                convert(lead, at, owner);
            }
        }

        /** A lead that became a contact, mostly of a company, with a deal that goes on. */
        private void convert(StoredRecord lead, Instant at, Actor owner) {
            Instant when = later(at, at.plus(Duration.ofHours(30 + dice.nextInt(400))));
            LeadConversion.Party made = new LeadConversion.Party.Made(Draft.of(Map.of()));
            LeadConversion.Party account = lead.text("company") == null ? new LeadConversion.Party.None() : made;
            LeadConversion.Result result = conversion.convert(
                    lead.id(),
                    new LeadConversion.Plan(lead.version(), account, made, Optional.of(Draft.of(Map.of()))),
                    owner,
                    when);
            madeOfLeads += account.equals(made) ? 2 : 1;
            if (!(result instanceof LeadConversion.Result.Converted now)) {
                throw new IllegalStateException("The sample company does not fit the pack: " + result);
            }
            StoredRecord deal = records.find(
                            types.load("opportunity"), java.util.Objects.requireNonNull(now.opportunity()), owner)
                    .orElseThrow();
            Instant moment = when;
            int steps = dice.nextInt(OPEN_STAGES.size());
            for (int step = 1; step <= steps; step++) {
                moment = later(moment, moment.plus(Duration.ofHours(30 + dice.nextInt(500))));
                deal = move(deal, OPEN_STAGES.get(step), null, moment, owner);
            }
            if (dice.nextInt(3) > 0) {
                boolean won = dice.nextInt(100) < 35 + steps * 8;
                moment = later(moment, moment.plus(Duration.ofHours(40 + dice.nextInt(600))));
                move(deal, won ? "won" : "lost", won ? null : one(List.of("price", "timing", "fit")), moment, owner);
            }
        }

        private void deal(int place) {
            StoredRecord account = accounts.get(dice.nextInt(ACCOUNTS));
            StoredRecord contact = one(people.getOrDefault(account.id(), List.of(contacts.getFirst())));
            Actor owner = users.actor(java.util.Objects.requireNonNull(account.owner()));
            boolean open = place % 3 == 0;
            Instant since = java.util.Objects.requireNonNull(account.moment("created_at"));
            Instant at = open ? later(since, now.minus(Duration.ofDays(5 + dice.nextInt(100)))) : between(since);
            Map<String, @Nullable Object> values = new HashMap<>();
            String project = one(SpanishNames.PROJECTS);
            values.put("name", project.contains("%s") ? project.formatted(5 * (1 + dice.nextInt(40))) : project);
            values.put("account", account.id());
            values.put("contact", contact.id());
            values.put("amount", euros(1_500 * Math.exp(dice.nextDouble() * 4.5)));
            values.put("source", account.text("source"));
            values.put(
                    "expected_close",
                    LocalDate.ofInstant(open ? now : at, ZoneId.of("Europe/Madrid"))
                            .plusDays(open ? dice.nextInt(-10, 90) : 60));
            StoredRecord deal = create("opportunity", values, at, owner);
            int steps = open ? dice.nextInt(OPEN_STAGES.size()) : 1 + dice.nextInt(OPEN_STAGES.size() - 1);
            Instant moment = at;
            for (int step = 1; step <= steps; step++) {
                moment = later(moment, moment.plus(Duration.ofHours(30 + dice.nextInt(500))));
                deal = move(deal, OPEN_STAGES.get(step), null, moment, owner);
                talk(contact, account, deal, moment.minus(Duration.ofHours(2 + dice.nextInt(20))), owner);
            }
            if (!open) {
                moment = later(moment, moment.plus(Duration.ofHours(40 + dice.nextInt(600))));
                boolean won = dice.nextInt(100) < 35 + steps * 8;
                move(
                        deal,
                        won ? "won" : "lost",
                        won ? null : one(List.of("price", "competitor", "timing", "no_budget", "no_answer")),
                        moment,
                        owner);
            }
        }

        private StoredRecord move(StoredRecord deal, String stage, @Nullable String reason, Instant at, Actor owner) {
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("stage", stage);
            if (reason != null) {
                values.put("loss_reason", reason);
            }
            return saved(
                    changes.change(deal.type(), deal.id(), deal.version(), Draft.of(values), owner, Origin.past(at)));
        }

        /** A call, visit or note that is over. */
        private void talk(
                StoredRecord contact, StoredRecord account, @Nullable StoredRecord deal, Instant at, Actor owner) {
            String kind = one(List.of("call", "call", "note", "email", "meeting", "visit"));
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("kind", kind);
            values.put(
                    "subject",
                    switch (kind) {
                        case "call" -> "Llamada con " + contact.text("first_name");
                        case "meeting" -> "Reunión con " + account.title();
                        case "visit" -> "Visita a " + account.title();
                        case "email" -> "Propuesta para " + account.title();
                        default -> "Apunte sobre " + account.title();
                    });
            values.put("description", kind.equals("note") ? one(SpanishNames.NOTES) : one(SpanishNames.CALLS));
            values.put("done", true);
            values.put(
                    "start_at",
                    at.atZone(ZoneId.of("Europe/Madrid"))
                            .withHour(9 + dice.nextInt(9))
                            .toInstant());
            values.put("contact", contact.id());
            values.put("account", account.id());
            values.put("opportunity", deal == null ? null : deal.id());
            if (kind.equals("call")) {
                values.put("direction", one(List.of("outgoing", "outgoing", "incoming")));
                values.put("outcome", one(List.of("reached", "reached", "no_answer", "interested")));
                values.put("duration", new BigDecimal(2 + dice.nextInt(25)));
                values.put("channel", "phone");
            }
            values.put("department", "sales");
            create("activity", values, at, owner);
        }

        /** Something still to be done, from last week to the next two. */
        private void plan(int place) {
            StoredRecord contact = contacts.get(dice.nextInt(contacts.size()));
            Actor owner = users.actor(java.util.Objects.requireNonNull(contact.owner()));
            Instant at = today.plusDays(dice.nextInt(-3, 14))
                    .atTime(9 + dice.nextInt(9), dice.nextInt(2) * 30)
                    .atZone(ZoneId.of("Europe/Madrid"))
                    .toInstant();
            String kind = one(List.of("task", "call", "meeting", "visit"));
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("kind", kind);
            values.put(
                    "subject",
                    switch (kind) {
                        case "task" -> "Enviar la propuesta a " + contact.text("first_name");
                        case "call" -> "Llamar a " + contact.text("first_name");
                        case "visit" -> "Visita técnica con " + contact.text("first_name");
                        default -> "Reunión con " + contact.title();
                    });
            values.put(kind.equals("task") || kind.equals("call") ? "due_at" : "start_at", at);
            if (!kind.equals("task") && !kind.equals("call")) {
                values.put("end_at", at.plus(Duration.ofMinutes(60)));
            }
            values.put("contact", contact.id());
            values.put("account", contact.reference("account"));
            create("activity", values, now.minus(Duration.ofDays(4)), owner);
        }

        private StoredRecord create(String object, Map<String, @Nullable Object> values, Instant at) {
            return create(object, values, at, one(sellers));
        }

        private StoredRecord create(String object, Map<String, @Nullable Object> values, Instant at, Actor owner) {
            ObjectType type = types.load(object);
            return saved(changes.create(type, Draft.of(values), owner, Origin.past(at)));
        }

        private StoredRecord saved(WriteResult result) {
            if (result instanceof Saved(StoredRecord record, boolean changed)) {
                return record;
            }
            throw new IllegalStateException("The sample company does not fit the pack: " + result);
        }

        private <T> T one(List<T> of) {
            return of.get(dice.nextInt(of.size()));
        }

        private Instant past(int days) {
            return now.minus(Duration.ofMinutes(30 + dice.nextLong(days * 1440L)));
        }

        /** Some moment between then and yesterday. */
        private Instant between(Instant then) {
            long minutes = Math.max(
                    2, Duration.between(then, now.minus(Duration.ofDays(1))).toMinutes());
            return then.plus(Duration.ofMinutes(1 + dice.nextLong(minutes)));
        }

        /** That moment, but not before the other and not in the future. */
        private Instant later(Instant earliest, Instant wanted) {
            Instant moment = wanted.isBefore(earliest) ? earliest.plus(Duration.ofHours(3)) : wanted;
            return moment.isAfter(now) ? now.minus(Duration.ofMinutes(1 + dice.nextInt(600))) : moment;
        }

        private Address address() {
            String[] place = one(SpanishNames.PLACES);
            return new Address(
                    one(SpanishNames.STREETS) + " " + (1 + dice.nextInt(90)), place[2], place[0], place[1], "España");
        }

        private Money euros(double amount) {
            return new Money(BigDecimal.valueOf(Math.round(amount / 10) * 10), "EUR");
        }
    }

    private static String domain(String name) {
        return plain(name) + ".example";
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]", "");
    }
}
