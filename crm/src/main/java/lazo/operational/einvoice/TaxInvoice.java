package lazo.operational.einvoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An invoice as it was or will be issued: everything a legal format asks for, and amounts that nobody computes again. All
 * amounts are in its currency; those of an invoice that takes something back are negative.
 *
 * @param description what it is for, in a few words
 * @param lines before discounts and charges of the whole invoice
 * @param taxes one entry for each tax and rate, rounded once
 * @param withholding what the buyer keeps for the seller's income tax, or null
 * @param prepaid what was paid before
 * @param accountingTax the sum of the taxes in the seller's own currency, where the invoice is in another one
 * @param correction what a corrective invoice corrects, or null
 * @param replaced the simplified invoices that an F3 replaces
 */
public record TaxInvoice(
        InvoiceId id,
        InvoiceKind kind,
        String description,
        String currency,
        Parties parties,
        Supply supply,
        List<Line> lines,
        List<Adjustment> adjustments,
        List<TaxSubtotal> taxes,
        @Nullable Withholding withholding,
        BigDecimal prepaid,
        @Nullable AccountingTax accountingTax,
        @Nullable Correction correction,
        List<InvoiceId> replaced,
        Settlement settlement,
        References references,
        List<String> notes) {

    public TaxInvoice {
        lines = List.copyOf(lines);
        adjustments = List.copyOf(adjustments);
        taxes = List.copyOf(taxes);
        replaced = List.copyOf(replaced);
        notes = List.copyOf(notes);
    }

    /** Which invoice of a seller. @param series with what separates it from the number, such as {@code F2026-} */
    public record InvoiceId(String series, String number, LocalDate issued) {
        /** As it stands on the invoice. */
        public String text() {
            return series + number;
        }
    }

    /** @param payee who is paid, where that is not the seller @param representative for taxes, of a foreign seller */
    public record Parties(
            Party seller,
            @Nullable Party buyer,
            @Nullable Party payee,
            @Nullable Party representative) {
        public static Parties of(Party seller, @Nullable Party buyer) {
            return new Parties(seller, buyer, null, null);
        }
    }

    /**
     * Somebody on an invoice.
     *
     * @param name the legal one
     * @param endpoint where electronic invoices reach them
     * @param registration their number in the register of companies
     */
    public record Party(
            String name,
            @Nullable String tradingName,
            @Nullable TaxIdentity taxId,
            @Nullable Address address,
            @Nullable Contact contact,
            List<Code> ids,
            @Nullable Code endpoint,
            @Nullable Code registration,
            @Nullable String legalForm) {
        public Party {
            ids = List.copyOf(ids);
        }

        public static Party of(String name, @Nullable TaxIdentity taxId, @Nullable Address address) {
            return new Party(name, null, taxId, address, null, List.of(), null, null, null);
        }

        public Party reachedAt(@Nullable Code place) {
            return new Party(name, tradingName, taxId, address, contact, ids, place, registration, legalForm);
        }
    }

    /** @param scheme who gives out such codes, or null */
    public record Code(@Nullable String scheme, String value) {}

    public record Contact(
            @Nullable String name,
            @Nullable String phone,
            @Nullable String email) {}

    /** @param region a province in Spain @param country two letters of ISO 3166 */
    public record Address(
            @Nullable String street,
            @Nullable String more,
            @Nullable String city,
            @Nullable String postcode,
            @Nullable String region,
            String country) {}

    /**
     * What was supplied when and where.
     *
     * @param on the day, where it is not that of the invoice
     * @param taxPoint the day the tax became due, where the law says another one
     */
    public record Supply(
            @Nullable LocalDate on,
            @Nullable LocalDate taxPoint,
            @Nullable Period period,
            @Nullable String receiver,
            @Nullable Code location,
            @Nullable Address address) {
        public static final Supply WITH_THE_INVOICE = new Supply(null, null, null, null, null, null);

        public static Supply on(LocalDate day) {
            return new Supply(day, null, null, null, null, null);
        }
    }

    public record Period(@Nullable LocalDate from, @Nullable LocalDate to) {}

    /**
     * @param unit UN/ECE Recommendation 20: {@code C62} for pieces, {@code HUR} for hours
     * @param net what it costs after its discounts and charges, without taxes
     */
    public record Line(
            String id,
            Item item,
            BigDecimal quantity,
            String unit,
            Price price,
            List<Adjustment> adjustments,
            BigDecimal net,
            Tax tax,
            @Nullable Period period,
            @Nullable String orderLine,
            @Nullable String account,
            @Nullable String note) {
        public Line {
            adjustments = List.copyOf(adjustments);
        }

        /** Without anything special; the net amount is rounded to cents. */
        public static Line of(String id, String name, BigDecimal quantity, String unit, BigDecimal price, Tax tax) {
            BigDecimal net = quantity.multiply(price).setScale(2, RoundingMode.HALF_UP);
            return new Line(
                    id, Item.of(name), quantity, unit, Price.of(price), List.of(), net, tax, null, null, null, null);
        }

        public Line discounted(Adjustment adjustment) {
            List<Adjustment> more = new ArrayList<>(adjustments);
            more.add(adjustment);
            BigDecimal left = adjustment.charge() ? net.add(adjustment.amount()) : net.subtract(adjustment.amount());
            return new Line(id, item, quantity, unit, price, more, left, tax, period, orderLine, account, note);
        }
    }

    public record Item(
            String name,
            @Nullable String description,
            @Nullable String sellerCode,
            @Nullable String buyerCode,
            @Nullable Code standardCode,
            List<Code> classes,
            @Nullable String originCountry,
            List<Property> properties) {
        public Item {
            classes = List.copyOf(classes);
            properties = List.copyOf(properties);
        }

        public static Item of(String name) {
            return new Item(name, null, null, null, null, List.of(), null, List.of());
        }
    }

    public record Property(String name, String value) {}

    /** @param per for how many units, or null for one @param discount taken off the gross price already, or null */
    public record Price(
            BigDecimal amount,
            @Nullable BigDecimal per,
            @Nullable BigDecimal gross,
            @Nullable BigDecimal discount) {
        public static Price of(BigDecimal amount) {
            return new Price(amount, null, null, null);
        }
    }

    /** A discount or a charge, of a line or of the whole invoice. @param tax only of the whole invoice */
    public record Adjustment(
            boolean charge,
            BigDecimal amount,
            @Nullable BigDecimal percent,
            @Nullable BigDecimal base,
            @Nullable String reason,
            @Nullable String reasonCode,
            @Nullable Tax tax) {
        public static Adjustment discount(BigDecimal amount, String reason, @Nullable Tax tax) {
            return new Adjustment(false, amount, null, null, reason, null, tax);
        }

        BigDecimal signed() {
            return charge ? amount : amount.negate();
        }
    }

    /**
     * @param regime the agency's code of it (ClaveRegimen), {@code 01} for the general one
     * @param surchargeRate of the equivalence surcharge, or null
     * @param reason why it is exempt or not taxed, in words
     */
    public record Tax(
            TaxKind kind,
            TaxTreatment treatment,
            String regime,
            @Nullable BigDecimal rate,
            @Nullable BigDecimal surchargeRate,
            @Nullable String reason) {
        public static Tax iva(String rate) {
            return new Tax(TaxKind.IVA, TaxTreatment.TAXED, "01", new BigDecimal(rate), null, null);
        }

        /** Exports have a regime of their own. */
        public static Tax untaxed(TaxTreatment treatment, String reason) {
            BigDecimal nothing = treatment.category().equals("O") ? null : BigDecimal.ZERO;
            return new Tax(TaxKind.IVA, treatment, treatment.usualRegime(), nothing, null, reason);
        }

        public Tax surcharged(String percent) {
            return new Tax(kind, treatment, regime, rate, new BigDecimal(percent), reason);
        }
    }

    /** @param surcharge the equivalence surcharge, or zero */
    public record TaxSubtotal(Tax tax, BigDecimal base, BigDecimal amount, BigDecimal surcharge) {}

    public record Withholding(BigDecimal rate, BigDecimal base, BigDecimal amount) {}

    public record AccountingTax(String currency, BigDecimal amount) {}

    /**
     * @param bySubstitution whether this invoice stands in place of the other, rather than telling the difference
     * @param base of the invoice in whose place this one stands, or null
     */
    public record Correction(
            boolean bySubstitution,
            List<InvoiceId> corrected,
            @Nullable BigDecimal base,
            @Nullable BigDecimal tax,
            String reason) {
        public Correction {
            corrected = List.copyOf(corrected);
        }
    }

    public record Settlement(
            @Nullable LocalDate due, @Nullable String terms, List<Payment> payments) {
        public static final Settlement OPEN = new Settlement(null, null, List.of());

        public Settlement {
            payments = List.copyOf(payments);
        }
    }

    /** @param means UNTDID 4461: 30 transfer, 59 SEPA direct debit, 10 cash, 48 card @param account to be paid to */
    public record Payment(
            String means,
            @Nullable String account,
            @Nullable String bank,
            @Nullable String reference,
            @Nullable String mandate,
            @Nullable String payerAccount) {
        public static Payment transfer(String account, @Nullable String reference) {
            return new Payment("30", account, null, reference, null, null);
        }
    }

    /** What others call what this is about. @param buyer what the buyer wants to see on it */
    public record References(
            @Nullable String buyer,
            @Nullable String order,
            @Nullable String salesOrder,
            @Nullable String contract,
            @Nullable String project,
            @Nullable String delivery,
            @Nullable String receipt,
            @Nullable String tender,
            @Nullable String account) {
        public static final References NONE = new References(null, null, null, null, null, null, null, null, null);

        public static References buyer(String reference) {
            return new References(reference, null, null, null, null, null, null, null, null);
        }
    }

    /** Of lines and the rest at its simplest; taxes are those of the lines, each rate rounded once to cents. */
    public static TaxInvoice of(
            InvoiceId id, InvoiceKind kind, String description, Party seller, @Nullable Party buyer, List<Line> lines) {
        return new TaxInvoice(
                id,
                kind,
                description,
                "EUR",
                Parties.of(seller, buyer),
                Supply.WITH_THE_INVOICE,
                lines,
                List.of(),
                taxes(lines, List.of()),
                null,
                BigDecimal.ZERO,
                null,
                null,
                List.of(),
                Settlement.OPEN,
                References.NONE,
                List.of());
    }

    private static List<TaxSubtotal> taxes(List<Line> lines, List<Adjustment> adjustments) {
        Map<Tax, BigDecimal> bases = new LinkedHashMap<>();
        lines.forEach(line -> bases.merge(line.tax(), line.net(), BigDecimal::add));
        adjustments.forEach(one -> {
            if (one.tax() != null) {
                bases.merge(one.tax(), one.signed(), BigDecimal::add);
            }
        });
        List<TaxSubtotal> taxes = new ArrayList<>();
        bases.forEach((tax, base) ->
                taxes.add(new TaxSubtotal(tax, base, part(base, tax.rate()), part(base, tax.surchargeRate()))));
        return taxes;
    }

    private static BigDecimal part(BigDecimal base, @Nullable BigDecimal percent) {
        return percent == null
                ? BigDecimal.ZERO.setScale(2)
                : base.multiply(percent).movePointLeft(2).setScale(2, RoundingMode.HALF_UP);
    }

    public TaxInvoice adjusted(List<Adjustment> more) {
        return with(more, taxes(lines, more), withholding, correction, replaced, settlement, references);
    }

    public TaxInvoice withholding(@Nullable Withholding kept) {
        return with(adjustments, taxes, kept, correction, replaced, settlement, references);
    }

    public TaxInvoice correcting(Correction what) {
        return with(adjustments, taxes, withholding, what, replaced, settlement, references);
    }

    public TaxInvoice replacing(List<InvoiceId> what) {
        return with(adjustments, taxes, withholding, correction, what, settlement, references);
    }

    public TaxInvoice settled(Settlement how) {
        return with(adjustments, taxes, withholding, correction, replaced, how, references);
    }

    public TaxInvoice referring(References to) {
        return with(adjustments, taxes, withholding, correction, replaced, settlement, to);
    }

    private TaxInvoice with(
            List<Adjustment> newAdjustments,
            List<TaxSubtotal> newTaxes,
            @Nullable Withholding newWithholding,
            @Nullable Correction newCorrection,
            List<InvoiceId> newReplaced,
            Settlement newSettlement,
            References newReferences) {
        return new TaxInvoice(
                id,
                kind,
                description,
                currency,
                parties,
                supply,
                lines,
                newAdjustments,
                newTaxes,
                newWithholding,
                prepaid,
                accountingTax,
                newCorrection,
                newReplaced,
                newSettlement,
                newReferences,
                notes);
    }

    /** The sum of the lines. */
    public BigDecimal lineTotal() {
        return lines.stream().map(Line::net).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Discounts or charges of the whole invoice. */
    BigDecimal adjustmentTotal(boolean charges) {
        return adjustments.stream()
                .filter(one -> one.charge() == charges)
                .map(Adjustment::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    public BigDecimal netTotal() {
        return lineTotal().subtract(adjustmentTotal(false)).add(adjustmentTotal(true));
    }

    /** All taxes, equivalence surcharges included. */
    public BigDecimal taxTotal() {
        return taxes.stream().map(tax -> tax.amount().add(tax.surcharge())).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** With taxes, before anything is withheld. */
    public BigDecimal total() {
        return netTotal().add(taxTotal());
    }

    /** What is still to be paid. */
    public BigDecimal payable() {
        BigDecimal withheld = withholding == null ? BigDecimal.ZERO : withholding.amount();
        return total().subtract(withheld).subtract(prepaid);
    }
}
