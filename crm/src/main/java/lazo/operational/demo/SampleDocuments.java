package lazo.operational.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import lazo.kernel.filter.Filter;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectDesigner;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.operational.billing.DocumentLine;
import lazo.operational.billing.Documents;
import lazo.operational.billing.Issuer;
import lazo.operational.billing.IssuerSettings;
import lazo.operational.billing.QuoteDecisions;
import lazo.operational.billing.QuoteLinks;
import lazo.operational.billing.Quotes;
import lazo.operational.billing.SalesOrders;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The catalogue of the sample company, and quotes in every state with the orders they became. */
final class SampleDocuments {
    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
    private static final BigDecimal IVA = BigDecimal.valueOf(21);

    /** What it writes through. */
    @Component
    record Billing(
            RecordChanges changes,
            ObjectDesigner designer,
            IssuerSettings issuer,
            Documents documents,
            Quotes quotes,
            QuoteLinks links,
            QuoteDecisions decisions,
            SalesOrders orders,
            Users users) {}

    private record Product(
            String code, String family, String unit, String kind, int price, int cost, String name, String detail) {}

    private static final List<Product> PRODUCTS = List.of(
            new Product(
                    "PAN-455",
                    "panels",
                    "unit",
                    "product",
                    118,
                    79,
                    "Módulo solar 455 W",
                    "Monocristalino, 25 años de garantía"),
            new Product(
                    "PAN-550",
                    "panels",
                    "unit",
                    "product",
                    139,
                    96,
                    "Módulo solar 550 W",
                    "Bifacial para cubierta industrial"),
            new Product(
                    "PAN-410N",
                    "panels",
                    "unit",
                    "product",
                    126,
                    88,
                    "Módulo solar 410 W negro",
                    "Para tejado visible"),
            new Product(
                    "INV-5H",
                    "inverters",
                    "unit",
                    "product",
                    1180,
                    790,
                    "Inversor híbrido 5 kW",
                    "Monofásico, con gestión de batería"),
            new Product(
                    "INV-10T",
                    "inverters",
                    "unit",
                    "product",
                    1890,
                    1310,
                    "Inversor trifásico 10 kW",
                    "Dos seguidores"),
            new Product(
                    "INV-50T", "inverters", "unit", "product", 4650, 3480, "Inversor trifásico 50 kW", "Para naves"),
            new Product(
                    "BAT-5",
                    "batteries",
                    "unit",
                    "product",
                    2450,
                    1830,
                    "Batería de litio 5 kWh",
                    "Apilable hasta 20 kWh"),
            new Product(
                    "BAT-10",
                    "batteries",
                    "unit",
                    "product",
                    4390,
                    3320,
                    "Batería de litio 10 kWh",
                    "Apilable hasta 30 kWh"),
            new Product(
                    "EST-COP",
                    "structures",
                    "unit",
                    "product",
                    24,
                    14,
                    "Estructura coplanar por módulo",
                    "Aluminio anodizado"),
            new Product(
                    "EST-INC",
                    "structures",
                    "unit",
                    "product",
                    39,
                    25,
                    "Estructura inclinada por módulo",
                    "Lastrada, sin perforar"),
            new Product(
                    "CAR-7",
                    "chargers",
                    "unit",
                    "product",
                    790,
                    545,
                    "Cargador de coche 7,4 kW",
                    "Con reparto de potencia"),
            new Product(
                    "CAR-22",
                    "chargers",
                    "unit",
                    "product",
                    1190,
                    860,
                    "Cargador de coche 22 kW",
                    "Trifásico, con identificación"),
            new Product("CAB-DC", "structures", "m", "product", 3, 1, "Cable solar 6 mm²", "Por metro"),
            new Product("MO-OF1", "services", "hour", "service", 38, 24, "Oficial de primera", "Montaje en cubierta"),
            new Product("MO-AYU", "services", "hour", "service", 27, 18, "Ayudante", "Montaje en cubierta"),
            new Product(
                    "LEG-10",
                    "services",
                    "unit",
                    "service",
                    480,
                    210,
                    "Legalización hasta 10 kW",
                    "Memoria, boletín y registro"),
            new Product(
                    "LEG-100",
                    "services",
                    "unit",
                    "service",
                    1450,
                    690,
                    "Legalización y tramitación hasta 100 kW",
                    "Proyecto, dirección y registro"),
            new Product(
                    "EST-ENE",
                    "services",
                    "unit",
                    "service",
                    390,
                    160,
                    "Estudio energético",
                    "Con datos horarios de un año"),
            new Product(
                    "MON-M",
                    "maintenance",
                    "month",
                    "service",
                    29,
                    9,
                    "Monitorización avanzada",
                    "Alertas por inversor y panel de cliente"),
            new Product(
                    "MAN-P",
                    "maintenance",
                    "year",
                    "service",
                    390,
                    190,
                    "Plan de mantenimiento Premium",
                    "Respuesta en 8 h y dos visitas al año"),
            new Product(
                    "FOR-4H",
                    "services",
                    "unit",
                    "service",
                    340,
                    150,
                    "Formación del equipo de planta",
                    "Sesión de 4 h"));

    private final ObjectTypes types;
    private final Records records;
    private final Billing billing;
    private final SplittableRandom dice;
    private final List<Actor> sellers;
    private final Instant now;
    private final List<StoredRecord> products = new ArrayList<>();
    private final List<StoredRecord> deals = new ArrayList<>();

    SampleDocuments(
            ObjectTypes types,
            Records records,
            Billing billing,
            SplittableRandom dice,
            List<Actor> sellers,
            Instant now) {
        this.types = types;
        this.records = records;
        this.billing = billing;
        this.dice = dice;
        this.sellers = sellers;
        this.now = now;
    }

    void catalogue() {
        billing.issuer()
                .save(new Issuer(
                        "Almena Energía, S. L.",
                        "B00000000",
                        "Pol. Las Eras, nave 7",
                        "42005",
                        "Soria",
                        "Soria",
                        "España",
                        "hola@almena.example",
                        "+34 975 00 00 00",
                        ""));
        Map<String, String> families = Map.of(
                "panels", "Módulos",
                "inverters", "Inversores",
                "batteries", "Baterías",
                "structures", "Estructura y cableado",
                "chargers", "Cargadores",
                "services", "Servicios",
                "maintenance", "Mantenimiento");
        families.forEach((key, name) -> {
            if (types.load("product").field("family").choice(key).isEmpty()) {
                billing.designer()
                        .addChoice(
                                types.load("product").field("family"),
                                new ObjectDesigner.NewChoice(key, Label.same(name), "teal"));
            }
        });
        Instant at = now.minus(Duration.ofDays(700));
        for (Product one : PRODUCTS) {
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("name", one.name());
            values.put("code", one.code());
            values.put("kind", one.kind());
            values.put("family", one.family());
            values.put("unit", one.unit());
            values.put("price", euros(one.price()));
            values.put("cost", euros(one.cost()));
            values.put("tax", "iva_general");
            values.put("description", one.detail());
            if (one.family().equals("maintenance")) {
                values.put("recurring", one.unit().equals("month") ? "monthly" : "yearly");
            }
            products.add(saved(billing.changes()
                    .create(types.load("product"), Draft.of(values), sellers.getFirst(), Origin.past(at))));
        }
        for (String stage : List.of("proposal", "negotiation", "won", "lost")) {
            deals.addAll(records.list(
                            RecordQuery.of(
                                            types.load("opportunity"),
                                            new Filter.Condition("stage", lazo.kernel.filter.Operator.IS, stage))
                                    .limited(14),
                            sellers.getFirst().asProgram(),
                            MADRID)
                    .records());
        }
    }

    /** One quote, from a draft to an order. */
    void quote(int place) {
        StoredRecord deal = deals.get(place * 11 % deals.size());
        Actor owner =
                deal.owner() == null ? sellers.getFirst() : billing.users().actor(deal.owner());
        Instant at = now.minus(Duration.ofHours(20 + dice.nextInt(24 * 24)));
        LocalDate date = LocalDate.ofInstant(at, MADRID);
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("opportunity", deal.id());
        values.put("account", deal.reference("account"));
        values.put("contact", deal.reference("contact"));
        values.put("subject", deal.title());
        values.put("date", date);
        values.put("valid_until", date.plusDays(30));
        values.put("payment_terms", one(List.of("40 % a la firma, 60 % a la entrega", "Transferencia a 30 días")));
        values.put(
                "terms",
                "Plazo de ejecución: 6 semanas desde la firma. Garantía: 12 años en módulos y 10 en inversor.");
        StoredRecord quote =
                saved(billing.changes().create(billing.quotes().type(), Draft.of(values), owner, Origin.past(at)));
        billing.documents().begin(quote, Currency.getInstance("EUR"), lines(), owner);
        String stage = Objects.requireNonNullElse(deal.text("stage"), "");
        switch (stage) {
            case "won" -> accept(quote, owner);
            case "lost" -> billing.decisions().note(quote.id(), false, "El cliente", "Se van con otro precio", owner);
            default -> {
                if (place % 4 != 0) {
                    billing.links().send(quote.id(), null, null, owner);
                }
            }
        }
    }

    private void accept(StoredRecord quote, Actor owner) {
        String name = records.find(
                        types.load("contact"),
                        Objects.requireNonNullElse(quote.reference("contact"), 0L),
                        owner.asProgram())
                .map(StoredRecord::title)
                .orElse("El cliente");
        billing.decisions().note(quote.id(), true, name, null, owner);
        records.find(quote.type(), quote.id(), owner)
                .ifPresent(accepted -> saved(billing.orders().of(accepted, owner, Origin.PERSON)));
    }

    private List<DocumentLine> lines() {
        List<DocumentLine> lines = new ArrayList<>();
        int modules = 8 + dice.nextInt(120);
        lines.add(DocumentLine.section("Instalación"));
        lines.add(line(products.get(dice.nextInt(3)), modules, dice.nextInt(3) * 4));
        lines.add(line(products.get(8 + dice.nextInt(2)), modules, 0));
        lines.add(line(products.get(modules > 60 ? 5 : 3 + dice.nextInt(2)), 1 + modules / 90, 0));
        lines.add(line(products.get(13), 6 + modules / 2, 0));
        lines.add(line(products.get(modules > 24 ? 16 : 15), 1, 0));
        lines.add(DocumentLine.section("Después"));
        lines.add(line(products.get(18), 12 * (1 + dice.nextInt(3)), 10));
        if (dice.nextBoolean()) {
            lines.add(line(products.get(19), 1, 0));
        }
        return lines;
    }

    private static DocumentLine line(StoredRecord product, int quantity, int discount) {
        return new DocumentLine(
                0,
                DocumentLine.newRow(),
                DocumentLine.Kind.ITEM,
                product.id(),
                product.title(),
                product.text("description"),
                BigDecimal.valueOf(quantity),
                product.type()
                        .field("unit")
                        .choice(product.text("unit"))
                        .map(choice -> choice.label().in(java.util.Locale.of("es")))
                        .orElse(null),
                Objects.requireNonNull(product.money("price")).amount(),
                BigDecimal.valueOf(discount),
                Objects.requireNonNull(product.money("cost")).amount(),
                "iva_general",
                IVA,
                BigDecimal.ZERO,
                null);
    }

    private <T> T one(List<T> of) {
        return of.get(dice.nextInt(of.size()));
    }

    private static Money euros(int amount) {
        return new Money(BigDecimal.valueOf(amount), "EUR");
    }

    private static StoredRecord saved(WriteResult result) {
        if (result instanceof WriteResult.Saved(StoredRecord record, boolean changed)) {
            return record;
        }
        throw new IllegalStateException("The sample company does not fit the pack: " + result);
    }
}
