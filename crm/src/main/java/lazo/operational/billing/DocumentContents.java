package lazo.operational.billing;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.operational.catalogue.Tax;
import lazo.operational.catalogue.Taxes;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Makes the {@link DocumentContent} of a record, and its canonical text: keys in order, figures written out. */
@Component
public class DocumentContents {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final ObjectTypes types;
    private final Records records;
    private final Documents documents;
    private final IssuerSettings issuer;
    private final Taxes taxes;
    private final CompanySettings company;

    DocumentContents(
            ObjectTypes types,
            Records records,
            Documents documents,
            IssuerSettings issuer,
            Taxes taxes,
            CompanySettings company) {
        this.types = types;
        this.records = records;
        this.documents = documents;
        this.issuer = issuer;
        this.taxes = taxes;
        this.company = company;
    }

    /** As it is now, as far as the actor sees who it is for. */
    public DocumentContent of(StoredRecord record, Actor actor) {
        Document document = documents.find(record);
        List<DocumentLine> lines = documents.lines(record.id());
        Totals totals = documents.totals(document, lines);
        Locale locale = locale(record);
        Map<String, String> names = new HashMap<>();
        for (Tax tax : taxes.all()) {
            boolean used = tax.key().equals(document.withholdingKey())
                    || lines.stream().anyMatch(line -> tax.key().equals(line.taxKey()));
            if (used) {
                names.put(tax.key(), name(tax, locale));
            }
        }
        Issuer own = issuer.load();
        BigDecimal version = record.number("version_number");
        return new DocumentContent(
                record.type().key(),
                record.title(),
                version == null ? 1 : version.intValue(),
                locale.getLanguage(),
                record.text("subject"),
                documents.dateOf(record),
                record.date("valid_until"),
                new DocumentContent.Party(own.name(), own.taxId(), own.address(), own.email()),
                customer(record, actor),
                lines.stream()
                        .map(line -> new DocumentContent.Line(
                                line.rowKey(),
                                line.kind(),
                                line.name(),
                                line.detail(),
                                line.quantity(),
                                line.unit(),
                                line.price(),
                                line.discount(),
                                line.taxKey(),
                                line.taxPercent(),
                                line.net(document.decimals())))
                        .toList(),
                names,
                totals.withoutMargin(),
                document.withheld(),
                record.text("payment_terms"),
                record.text("terms"),
                own.registry());
    }

    /** The language a document is written in: its own, else the company's. */
    public Locale locale(StoredRecord record) {
        String chosen = record.text("language");
        Locale home = company.load().locale();
        return chosen == null || chosen.equals(home.getLanguage()) ? home : Locale.forLanguageTag(chosen);
    }

    private static String name(Tax tax, Locale locale) {
        boolean spanish = locale.getLanguage().equals("es");
        return switch (tax.kind()) {
            case IVA -> spanish ? "IVA" : "VAT";
            case IGIC -> "IGIC";
            case IPSI -> "IPSI";
            case OTHER, EXEMPT, NOT_SUBJECT, REVERSE_CHARGE, WITHHOLDING ->
                tax.label().in(locale);
        };
    }

    private DocumentContent.Party customer(StoredRecord record, Actor actor) {
        Optional<StoredRecord> account = related(record, "account", actor);
        Optional<StoredRecord> contact = related(record, "contact", actor);
        String name = account.or(() -> contact).map(StoredRecord::title).orElse("");
        Address address =
                account.or(() -> contact).map(party -> party.address("address")).orElse(null);
        String email = contact.map(person -> person.text("email"))
                .or(() -> account.map(firm -> firm.text("email")))
                .orElse("");
        List<String> lines = address == null
                ? List.of()
                : List.of(
                                or(address.street()),
                                (or(address.postcode()) + " " + or(address.city())).strip(),
                                or(address.region()),
                                or(address.country()))
                        .stream()
                        .filter(line -> !line.isBlank())
                        .toList();
        String person = account.isPresent() ? contact.map(StoredRecord::title).orElse("") : "";
        List<String> all = person.isEmpty()
                ? lines
                : java.util.stream.Stream.concat(java.util.stream.Stream.of(person), lines.stream())
                        .toList();
        return new DocumentContent.Party(
                name, account.map(firm -> firm.text("tax_id")).orElse(""), all, Objects.requireNonNullElse(email, ""));
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    private Optional<StoredRecord> related(StoredRecord record, String field, Actor actor) {
        Long id = record.reference(field);
        return id == null ? Optional.empty() : records.find(types.load(field), id, actor);
    }

    static String text(DocumentContent content) {
        return JSON.writeValueAsString(content);
    }

    static DocumentContent read(String text) {
        return JSON.readValue(text, DocumentContent.class);
    }
}
