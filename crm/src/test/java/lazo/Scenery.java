package lazo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazo.collaborative.comment.Comments;
import lazo.collaborative.feedback.Feedback;
import lazo.collaborative.feedback.Feedbacks;
import lazo.kernel.access.Access;
import lazo.kernel.api.ApiKeys;
import lazo.kernel.api.ApiScopes;
import lazo.kernel.api.RecordEvent;
import lazo.kernel.filter.Filter;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.BusinessUnits;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.OneTimeLinks;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Roles;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.privacy.PrivacyRequest;
import lazo.kernel.privacy.PrivacyRequests;
import lazo.kernel.privacy.Register;
import lazo.kernel.privacy.RegisterEntries;
import lazo.kernel.privacy.RetentionRule;
import lazo.kernel.privacy.RetentionRules;
import lazo.kernel.record.BulkChanges;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Merges;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.Records;
import lazo.kernel.record.WriteResult;
import lazo.kernel.transfer.ImportRun;
import lazo.kernel.transfer.ImportState;
import lazo.kernel.transfer.Imports;
import lazo.kernel.view.SavedView;
import lazo.kernel.view.SavedViews;
import lazo.kernel.webhook.Deliveries;
import lazo.kernel.webhook.SignatureScheme;
import lazo.kernel.webhook.WebhookSource;
import lazo.kernel.webhook.WebhookSources;
import lazo.kernel.webhook.Webhooks;
import lazo.operational.billing.DocumentLine;
import lazo.operational.billing.Documents;
import lazo.operational.billing.InvoiceIssuing;
import lazo.operational.billing.Issuer;
import lazo.operational.billing.IssuerSettings;
import lazo.operational.billing.OrderDeliveries;
import lazo.operational.billing.QuoteDecisions;
import lazo.operational.billing.QuoteLinks;
import lazo.operational.billing.Quotes;
import lazo.operational.catalogue.PriceList;
import lazo.operational.catalogue.PriceLists;
import lazo.operational.catalogue.Tax;
import lazo.operational.catalogue.Taxes;
import lazo.operational.journal.ChartOfAccounts;
import lazo.operational.journal.Journal;
import lazo.operational.payment.Payment;
import lazo.operational.payment.Payments;
import lazo.operational.sales.AssignmentRules;
import lazo.operational.sales.Pipelines;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Makes what the examples of {@code routes.txt} speak of: {@code {contact}} is a new contact of the seller. */
class Scenery {
    private static final Pattern HOLE = Pattern.compile("\\{(\\w+)}");
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Users users;
    private final Teams teams;
    private final OneTimeLinks links;
    private final ObjectTypes types;
    private final RecordChanges changes;
    private final BulkChanges bulk;
    private final Merges merges;
    private final Access access;
    private final SavedViews views;
    private final Imports imports;
    private final Pipelines pipelines;
    private final AssignmentRules rules;
    private final Roles roles;
    private final ApiKeys keys;
    private final BusinessUnits units;
    private final Records records;
    private final Comments comments;
    private final Feedbacks feedbacks;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final WebhookSources sources;
    private final PrivacyRequests requests;
    private final RegisterEntries entries;
    private final RetentionRules retention;
    private final Quotes quotes;
    private final Documents documents;
    private final QuoteLinks quoteLinks;
    private final QuoteDecisions quoteDecisions;
    private final Taxes taxes;
    private final IssuerSettings issuer;
    private final InvoiceIssuing issuing;
    private final Payments payments;
    private final ChartOfAccounts chart;
    private final Journal journal;
    private final DSLContext sql;
    private final PriceLists priceLists;
    private final OrderDeliveries handovers;

    private @Nullable User seller;
    private long team;

    Scenery(
            Users users,
            Teams teams,
            OneTimeLinks links,
            ObjectTypes types,
            RecordChanges changes,
            BulkChanges bulk,
            Merges merges,
            Access access,
            SavedViews views,
            Imports imports,
            Pipelines pipelines,
            AssignmentRules rules,
            Roles roles,
            ApiKeys keys,
            BusinessUnits units,
            Records records,
            Comments comments,
            Feedbacks feedbacks,
            Webhooks webhooks,
            Deliveries deliveries,
            WebhookSources sources,
            PrivacyRequests requests,
            RegisterEntries entries,
            RetentionRules retention,
            Quotes quotes,
            Documents documents,
            QuoteLinks quoteLinks,
            QuoteDecisions quoteDecisions,
            Taxes taxes,
            IssuerSettings issuer,
            InvoiceIssuing issuing,
            Payments payments,
            ChartOfAccounts chart,
            Journal journal,
            DSLContext sql,
            PriceLists priceLists,
            OrderDeliveries handovers) {
        this.chart = chart;
        this.journal = journal;
        this.sql = sql;
        this.handovers = handovers;
        this.priceLists = priceLists;
        this.issuer = issuer;
        this.issuing = issuing;
        this.payments = payments;
        this.quotes = quotes;
        this.documents = documents;
        this.quoteLinks = quoteLinks;
        this.quoteDecisions = quoteDecisions;
        this.taxes = taxes;
        this.users = users;
        this.teams = teams;
        this.links = links;
        this.types = types;
        this.changes = changes;
        this.bulk = bulk;
        this.merges = merges;
        this.access = access;
        this.views = views;
        this.imports = imports;
        this.pipelines = pipelines;
        this.rules = rules;
        this.roles = roles;
        this.keys = keys;
        this.units = units;
        this.records = records;
        this.comments = comments;
        this.feedbacks = feedbacks;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.sources = sources;
        this.requests = requests;
        this.entries = entries;
        this.retention = retention;
    }

    /** From now on everything belongs to this seller. */
    void belongsTo(User owner) {
        seller = owner;
        team = owner.team().orElseThrow();
    }

    private User owner() {
        if (seller == null) {
            throw new IllegalStateException("Say first whose it is");
        }
        return seller;
    }

    private Actor actor() {
        return users.actor(owner().id());
    }

    /** The text with its holes filled; the same name stands for the same thing within it. */
    String filled(String text, Map<String, String> known) {
        return HOLE.matcher(text).replaceAll(hole -> {
            String name = hole.group(1);
            String made = known.get(name);
            if (made == null) {
                made = make(name, known);
                known.put(name, made);
            }
            return Matcher.quoteReplacement(made);
        });
    }

    /** A simplified invoice over ten euros. */
    private long issuedInvoice() {
        issuer.save(new Issuer(
                "Almena Energía", "A12345674", "Calle Mayor 1", "42001", "Soria", "Soria", "España", "", "", ""));
        long account = record("account", Map.of("name", "Bodegas " + COUNT.incrementAndGet()));
        long id = record("invoice", Map.of("subject", "Montaje", "kind", "simplified", "account", account));
        documents.begin(
                records.find(types.load("invoice"), id, actor()).orElseThrow(),
                java.util.Currency.getInstance("EUR"),
                List.of(new DocumentLine(
                        0,
                        "a",
                        DocumentLine.Kind.ITEM,
                        null,
                        "Montaje",
                        null,
                        BigDecimal.ONE,
                        null,
                        BigDecimal.TEN,
                        BigDecimal.ZERO,
                        null,
                        "exempt_e1",
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        null)),
                actor());
        if (!(issuing.issue(id, actor()) instanceof InvoiceIssuing.Issued.Done)) {
            throw new IllegalStateException("The invoice was not issued");
        }
        return id;
    }

    /** With a chart of accounts; what was issued before is left alone, so that nothing is posted behind a test. */
    private void begunBooks() {
        if (chart.chart().isEmpty()) {
            sql.transaction(inside -> {
                chart.choose(ChartOfAccounts.Chart.PGC);
                sql.execute("update ledger_setting set behind = false");
            });
        }
    }

    private long journalEntry() {
        begunBooks();
        return ((Journal.Posted.Done) journal.enter(
                        LocalDate.parse("2026-01-02"),
                        "Luz",
                        List.of(
                                new Journal.Typed("629", BigDecimal.TEN, BigDecimal.ZERO),
                                new Journal.Typed("572", BigDecimal.ZERO, BigDecimal.TEN)),
                        actor()))
                .entryId();
    }

    /** A payment of so much for an invoice of ten; what is more stays as credit. */
    private long paid(long invoice, String amount) {
        var found = records.find(types.load("invoice"), invoice, actor()).orElseThrow();
        var party = records.find(
                        types.load("account"), java.util.Objects.requireNonNull(found.reference("account")), actor())
                .orElseThrow();
        return ((Payments.Written.Done) payments.record(
                        new Payments.Receipt(
                                party,
                                new Money(new BigDecimal(amount), "EUR"),
                                LocalDate.parse("2020-01-01"),
                                Payment.Method.CARD,
                                null,
                                new Payments.Spread.One(invoice),
                                true),
                        actor()))
                .paymentId();
    }

    /** A note of all of the first line of an order. */
    private long delivered(long order) {
        var handover = new OrderDeliveries.Handover(
                false,
                null,
                LocalDate.parse("2026-01-01"),
                null,
                Map.of(documents.lines(order).getFirst().id(), BigDecimal.ONE));
        return ((OrderDeliveries.Delivered.Done) handovers.handOver(order, handover, actor()))
                .delivery()
                .id();
    }

    private String make(String name, Map<String, String> known) {
        return switch (name) {
            case "word" -> "Palabra" + COUNT.incrementAndGet();
            case "email" -> "nueva%d@almena.example".formatted(COUNT.incrementAndGet());
            case "invitation" -> invitation();
            case "seller" -> "" + owner().id();
            case "user" -> "" + user();
            case "team" -> "" + team;
            case "newTeam" ->
                "" + teams.create("Equipo " + COUNT.incrementAndGet()).orElseThrow();
            case "contact", "other" ->
                "" + record("contact", Map.of("first_name", "Eva", "last_name", "Ruiz " + COUNT.incrementAndGet()));
            case "account" -> "" + record("account", Map.of("name", "Bodegas " + COUNT.incrementAndGet()));
            case "lead" -> "" + record("lead", Map.of("name", "Sanz " + COUNT.incrementAndGet(), "company", "Sanz"));
            case "opportunity" -> "" + record("opportunity", Map.of("name", "Trato " + COUNT.incrementAndGet()));
            case "product" -> "" + record("product", Map.of("name", "Panel " + COUNT.incrementAndGet()));
            case "quote" -> "" + quote();
            case "quoteToken" -> ((QuoteLinks.Sent.Done) quoteLinks.send(quote(), null, null, actor())).token();
            case "acceptedQuote" -> {
                long id = quote();
                quoteDecisions.note(id, true, "Nuria Beltrán", null, actor());
                yield "" + id;
            }
            case "invoice" -> "" + record("invoice", Map.of("subject", "Montaje " + COUNT.incrementAndGet()));
            case "issuedInvoice" -> "" + issuedInvoice();
            case "paidInvoice" -> {
                long id = issuedInvoice();
                known.put("payment", "" + paid(id, "4"));
                yield "" + id;
            }
            case "payment" -> "" + paid(issuedInvoice(), "4");
            case "journalEntry" -> "" + journalEntry();
            case "ledgerCode" -> {
                begunBooks();
                yield "4309" + (100 + COUNT.incrementAndGet());
            }
            case "ledgerAccount" -> {
                begunBooks();
                String code = "4308" + (100 + COUNT.incrementAndGet());
                chart.add(code, "Clientes de prueba");
                yield code;
            }
            case "advance" -> "" + paid(issuedInvoice(), "12");
            case "order" -> {
                long id = record("sales_order", Map.of("subject", "Montaje " + COUNT.incrementAndGet()));
                documents.begin(
                        records.find(types.load("sales_order"), id, actor()).orElseThrow(),
                        java.util.Currency.getInstance("EUR"),
                        List.of(new DocumentLine(
                                0,
                                "a",
                                DocumentLine.Kind.ITEM,
                                null,
                                "Montaje",
                                null,
                                BigDecimal.ONE,
                                null,
                                BigDecimal.TEN,
                                BigDecimal.ZERO,
                                null,
                                "iva_general",
                                BigDecimal.valueOf(21),
                                BigDecimal.ZERO,
                                null)),
                        actor());
                yield "" + id;
            }
            case "priceList" ->
                ""
                        + priceLists
                                .save(new PriceList(
                                        0,
                                        "Tarifa " + COUNT.incrementAndGet(),
                                        "EUR",
                                        LocalDate.parse("2026-01-01"),
                                        null,
                                        true))
                                .orElseThrow();
            case "handover" -> "" + delivered(Long.parseLong(filled("{order}", known)));
            case "tax" ->
                taxes.add("own_" + COUNT.incrementAndGet(), Tax.Kind.WITHHOLDING, "Tasa", null, "Ordenanza")
                        .orElseThrow();
            case "activity" -> "" + record("activity", Map.of("kind", "task", "subject", "Llamar"));
            case "comment" -> comment(known);
            case "feedback" -> feedback();
            case "gone" -> gone();
            case "view" -> "" + view(false);
            case "sharedView" -> "" + view(true);
            case "share" -> share(known);
            case "batch" -> batch();
            case "merge" -> merge();
            case "import" -> "" + importRun();
            case "pipeline" -> "" + pipelines.add("Proceso " + COUNT.incrementAndGet(), "");
            case "pipelineKey" -> pipeline().key();
            case "stage" -> pipeline().stages().getFirst().key();
            case "nextStage" -> pipeline().stages().get(1).key();
            case "rule" -> "" + rule();
            case "key" ->
                ""
                        + keys.create(
                                        "Clave",
                                        owner().id(),
                                        ApiScopes.parse("records:read"),
                                        null,
                                        users.actor(owner().id()))
                                .key()
                                .id();
            case "webhook" -> "" + webhook();
            case "delivery" ->
                ""
                        + deliveries.ping(webhooks.find(Long.parseLong(filled("{webhook}", known)))
                                .orElseThrow());
            case "source" -> "" + source().id();
            case "hook" -> source().publicId();
            case "request" ->
                "" + requests.add(PrivacyRequest.Kind.ACCESS, null, "Eva", null, LocalDate.of(2026, 11, 2), actor());
            case "entry" ->
                ""
                        + entries.add(
                                Register.BREACH,
                                Map.of("name", "Brecha", "discovered", "2026-11-20T09:30", "happened", "Algo"));
            case "retention" ->
                ""
                        + retention.add(
                                "Viejos",
                                types.load("lead"),
                                RetentionRule.Counted.CREATED,
                                36,
                                RetentionRule.Action.BIN,
                                actor());
            case "unit" ->
                "" + units.add("Unidad " + COUNT.incrementAndGet(), null).orElseThrow();
            case "role" -> role(ObjectPermission.of(Scope.OWN), Set.of()).key();
            default -> throw new IllegalStateException("Nothing is called " + name);
        };
    }

    /** A made role that may do this with the records of every object. */
    Role role(ObjectPermission permission, Set<Ability> abilities) {
        String name = "Rol " + COUNT.incrementAndGet();
        Role role = new Role("NEW", name, "", Map.of(), permission, abilities, List.of());
        return ((Roles.Saved.Done) roles.create(role)).role();
    }

    /** One that nobody calls. */
    private long webhook() {
        var draft = new Webhooks.Draft(
                "Aviso " + COUNT.incrementAndGet(),
                URI.create("https://hooks.almena.example/" + COUNT.get()),
                false,
                "activity",
                Set.of(RecordEvent.MERGED),
                Filter.everything(),
                owner().id());
        long id = webhooks.create(draft, actor()).webhook().id();
        webhooks.activate(id, false);
        return id;
    }

    private WebhookSource source() {
        var draft = new WebhookSources.Draft(
                "Origen " + COUNT.incrementAndGet(),
                SignatureScheme.LAZO,
                "",
                "",
                "contact",
                "email",
                "",
                List.of(new WebhookSource.Mapping("email", "email")),
                owner().id());
        return sources.create(draft, actor()).source();
    }

    private Pipeline pipeline() {
        return types.load("opportunity").pipelines().getFirst();
    }

    private String invitation() {
        String email = "invitada%d@almena.example".formatted(COUNT.incrementAndGet());
        return ((OneTimeLinks.Invited.Done) links.invite(email, Role.SELLER, null, owner().id())).token();
    }

    private long user() {
        int number = COUNT.incrementAndGet();
        var draft = new Users.Draft("Otra " + number, "otra%d@almena.example".formatted(number), Role.READER, null);
        return ((Users.Saved.Done) users.create(draft, LazoTest.PASSWORD, false))
                .user()
                .id();
    }

    long record(String object, Map<String, ? extends @Nullable Object> values) {
        return ((WriteResult.Saved) changes.create(types.load(object), Draft.of(new HashMap<>(values)), actor()))
                .record()
                .id();
    }

    /** A draft with one line. */
    private long quote() {
        long account = record("account", Map.of("name", "Bodegas " + COUNT.incrementAndGet()));
        long deal = record(
                "opportunity",
                Map.of(
                        "name",
                        "Trato " + COUNT.incrementAndGet(),
                        "account",
                        account,
                        "amount",
                        new Money(BigDecimal.valueOf(1200), "EUR")));
        var made = quotes.begin(
                records.find(types.load("opportunity"), deal, actor()).orElseThrow(), actor());
        return ((WriteResult.Saved) made).record().id();
    }

    private String gone() {
        long id = record("contact", Map.of("last_name", "Ida " + COUNT.incrementAndGet()));
        changes.delete(types.load("contact"), id, actor());
        return "" + id;
    }

    private String comment(Map<String, String> known) {
        var about = records.find(types.load("opportunity"), Long.parseLong(filled("{opportunity}", known)), actor())
                .orElseThrow();
        return "" + comments.write(about, "Hola", actor()).comment().id();
    }

    private String feedback() {
        feedbacks.send("Falta algo", new Feedback.Where("/", "", "", "es", "", ""), actor());
        return "" + feedbacks.all().getFirst().id();
    }

    private long view(boolean shared) {
        return views.add(
                types.load("contact"),
                "Vista " + COUNT.incrementAndGet(),
                shared,
                SavedView.Layout.LIST,
                Filter.everything(),
                "name",
                List.of("name"),
                null,
                actor());
    }

    private String share(Map<String, String> known) {
        long contact = Long.parseLong(filled("{contact}", known));
        access.share(actor(), "contact", contact, user(), null, false);
        return "" + access.shares(contact).getFirst().id();
    }

    private String batch() {
        long contact = record("contact", Map.of("last_name", "Lote " + COUNT.incrementAndGet()));
        return ""
                + bulk.apply(
                                new BulkChanges.Selection.Ticked(types.load("contact"), Set.of(contact)),
                                new BulkChanges.Edit.SetValue("job_title", "Jefa"),
                                actor(),
                                done -> {})
                        .batchId();
    }

    private String merge() {
        long one = record("contact", Map.of("last_name", "Una " + COUNT.incrementAndGet()));
        long other = record("contact", Map.of("last_name", "Dos " + COUNT.incrementAndGet()));
        return ""
                + ((Merges.Outcome.Merged) merges.merge(
                                types.load("contact"), one, other, new Merges.Versions(1, 1), Map.of(), actor()))
                        .batchId();
    }

    private long importRun() {
        String file = "Apellidos;Correo\nRuiz %1$d;eva%1$d@uno.example\n".formatted(COUNT.incrementAndGet());
        try {
            ImportRun run = imports.take(
                    new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), "a.csv", "contact", actor());
            for (int wait = 0; wait < 400; wait++) {
                if (imports.find(run.id(), actor()).orElseThrow().state() != ImportState.READING) {
                    return run.id();
                }
                Thread.sleep(25);
            }
            throw new IllegalStateException("The import is still being read");
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private long rule() {
        return rules.save(new AssignmentRules.Rule(
                0,
                "Regla " + COUNT.incrementAndGet(),
                Filter.everything(),
                List.of(owner().id()),
                null,
                AssignmentRules.Turn.ROUND_ROBIN,
                false,
                false));
    }
}
