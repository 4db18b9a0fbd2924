package lazo.operational.billing.web;

import gg.jte.models.runtime.JteModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Problem;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.kernel.record.web.FieldForm;
import lazo.kernel.record.web.Objects;
import lazo.kernel.record.web.Reading;
import lazo.kernel.record.web.RecordNames;
import lazo.operational.billing.Document;
import lazo.operational.billing.DocumentContents;
import lazo.operational.billing.DocumentEdits;
import lazo.operational.billing.DocumentEdits.Edited;
import lazo.operational.billing.DocumentLine;
import lazo.operational.billing.Documents;
import lazo.operational.billing.EditableDocuments;
import lazo.operational.billing.Totals;
import lazo.operational.billing.TypedLines;
import lazo.operational.catalogue.ListedPrice;
import lazo.operational.catalogue.Prices;
import lazo.operational.catalogue.Products;
import lazo.operational.catalogue.Tax;
import lazo.operational.catalogue.Taxes;
import lazo.operational.catalogue.Taxes.Applied;
import lazo.operational.stock.Stock;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;

/** The editor of quotes and invoices: its page, its rows, and what it answers to what was typed. */
@Component
class DocumentEditor {
    private final Objects objects;
    private final Access access;
    private final Documents documents;
    private final DocumentEdits edits;
    private final DocumentContents contents;
    private final Products products;
    private final Prices prices;
    private final Stock stock;
    private final Taxes taxes;
    private final Reading reading;
    private final RecordNames names;
    private final PaperPrinter printer;
    private final Templates templates;

    DocumentEditor(
            Objects objects,
            Access access,
            Documents documents,
            DocumentEdits edits,
            DocumentContents contents,
            Products products,
            Prices prices,
            Stock stock,
            Taxes taxes,
            Reading reading,
            RecordNames names,
            PaperPrinter printer,
            Templates templates) {
        this.objects = objects;
        this.access = access;
        this.documents = documents;
        this.edits = edits;
        this.contents = contents;
        this.products = products;
        this.prices = prices;
        this.stock = stock;
        this.taxes = taxes;
        this.reading = reading;
        this.names = names;
        this.printer = printer;
        this.templates = templates;
    }

    /** A document that the actor may change. */
    StoredRecord mine(ObjectType type, long id, Actor actor) {
        StoredRecord record = objects.load(type, id, actor);
        if (!access.mayChange(actor, type, id)) {
            throw lazo.platform.web.Problem.forbidden("REC-403");
        }
        return record;
    }

    /** The record that was written, or a page that says why there is none. */
    static StoredRecord saved(WriteResult result, Screen screen) {
        return switch (result) {
            case WriteResult.Saved(var record, var changed) -> record;
            case WriteResult.Invalid(var problems) -> throw refusal(problems, screen);
            case WriteResult.Denied() -> throw lazo.platform.web.Problem.forbidden("REC-403");
            case WriteResult.Missing() -> throw lazo.platform.web.Problem.notFound("REC-404");
            case WriteResult.Conflict conflict -> throw new IllegalStateException("Nobody typed: " + conflict);
        };
    }

    static lazo.platform.web.Problem refusal(List<Problem> problems, Screen screen) {
        Problem first = problems.getFirst();
        return lazo.platform.web.Problem.of(
                HttpStatus.BAD_REQUEST,
                first.code(),
                "billing.not-done",
                screen.t(first.messageKey(), first.args().toArray()));
    }

    Page open(
            EditableDocuments of, long id, BiFunction<Screen, EditorView, JteModel> page, Screen screen, Actor actor) {
        StoredRecord record = mine(of.type(), id, actor);
        if (of.closed(record).isPresent()) {
            return Page.redirect("/o/" + of.type().key() + "/" + id);
        }
        Document document = documents.find(record);
        List<DocumentLine> lines = documents.lines(id);
        return Page.of(
                page.apply(screen, view(record, document, lines, documents.totals(document, lines), screen, actor)));
    }

    private EditorView view(
            StoredRecord record,
            Document document,
            List<DocumentLine> lines,
            Totals totals,
            Screen screen,
            Actor actor) {
        Map<String, Applied> applied = taxes.on(documents.dateOf(record));
        return new EditorView(
                record,
                document,
                lines,
                totals,
                FieldForm.of(record, screen, names.of(record.type(), List.of(record), actor)),
                options(applied, screen, false),
                options(applied, screen, true),
                levels(lines),
                access.mask(actor, record.type()).shows("margin"),
                printer.paper(contents.of(record, actor)));
    }

    private Map<Long, Stock.Level> levels(List<DocumentLine> lines) {
        return stock.levels(lines.stream()
                .map(DocumentLine::productId)
                .filter(java.util.Objects::nonNull)
                .collect(Collectors.toSet()));
    }

    private static List<Option> options(Map<String, Applied> applied, Screen screen, boolean withheld) {
        List<Option> options = new ArrayList<>();
        applied.forEach((key, one) -> {
            Tax tax = one.tax();
            if ((tax.kind() == Tax.Kind.WITHHOLDING) == withheld) {
                String percent = screen.formats().share(one.rate().percent());
                String label = tax.kind().isCharged()
                        ? screen.t("billing.tax." + tax.kind()) + " " + percent
                        : withheld
                                ? tax.label().in(screen.locale()) + " " + percent
                                : tax.label().in(screen.locale());
                options.add(new Option(key, label));
            }
        });
        return options;
    }

    /** Saves what stands in the editor and tells what it comes to. */
    Page save(EditableDocuments of, long id, MultiValueMap<String, String> params, Screen screen, Actor actor) {
        String type = of.type().key();
        var edit = new DocumentEdits.Edit(
                whole(params.getFirst("version")),
                whole(params.getFirst("revision")),
                reading.draft(of.type(), params, screen),
                TypedLines.read(Map.<String, List<String>>copyOf(params), screen.locale()),
                new Documents.Terms(
                        "true".equals(last(params, "surcharge")), blankToNull(params.getFirst("withholding"))));
        return switch (edits.write(of, id, edit, actor)) {
            case Edited.Done(var record, var document, var lines, var totals) ->
                screen.isHtmx()
                        ? Page.of(templates.billingSaved(
                                screen,
                                view(record, document, lines, totals, screen, actor),
                                priced(edit.lines(), lines)))
                        : Page.redirect("/o/" + type + "/" + id + "/edit");
            case Edited.Refused(var problems) ->
                Page.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        templates.billingUnsaved(screen, messages(of.type(), problems, screen), fields(problems)));
            case Edited.Clash(var by) ->
                Page.of(
                        HttpStatus.CONFLICT,
                        templates.billingUnsaved(
                                screen, List.of(screen.t("billing.clash." + type, name(by, screen))), ""));
            case Edited.Missing() -> throw lazo.platform.web.Problem.notFound("REC-404");
            case Edited.Denied() -> throw lazo.platform.web.Problem.forbidden("REC-403");
        };
    }

    /** Rows with another price than was typed, because product, quantity or customer are others now. */
    private static Set<String> priced(TypedLines typed, List<DocumentLine> lines) {
        Map<String, BigDecimal> prices =
                typed.rows().stream().collect(Collectors.toMap(TypedLines.Row::key, TypedLines.Row::price));
        return lines.stream()
                .filter(line -> line.kind() != DocumentLine.Kind.SECTION)
                .filter(line -> prices.getOrDefault(line.rowKey(), line.price()).compareTo(line.price()) != 0)
                .map(DocumentLine::rowKey)
                .collect(Collectors.toSet());
    }

    private static int whole(@Nullable String text) {
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    private static @Nullable String last(MultiValueMap<String, String> params, String name) {
        List<String> values = params.get(name);
        return values == null || values.isEmpty() ? null : values.getLast();
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private String name(@Nullable Long user, Screen screen) {
        return Optional.ofNullable(user == null ? null : names.users().get(user))
                .map(lazo.kernel.identity.User::name)
                .orElse(screen.t("billing.somebody"));
    }

    private static String fields(List<Problem> problems) {
        return String.join(
                " ",
                problems.stream()
                        .map(Problem::field)
                        .filter(field -> !field.isEmpty())
                        .toList());
    }

    /** Each with its code and with the row or field it is about. */
    static List<String> messages(ObjectType type, List<Problem> problems, Screen screen) {
        return problems.stream()
                .map(problem -> {
                    String said = FieldForm.message(problem, screen);
                    String[] place = problem.field().split("\\.", 2);
                    if (place.length == 2 && place[0].matches("\\d+")) {
                        return screen.t("billing.in-line", place[0], screen.t("billing.line." + place[1]), said);
                    }
                    return type.find(problem.field())
                            .map(field -> field.label().in(screen.locale()) + ": " + said)
                            .orElse(said);
                })
                .distinct()
                .toList();
    }

    /** A new row: empty, a heading, or a product of the catalogue. */
    Page row(EditableDocuments of, long id, String kind, long product, Screen screen, Actor actor) {
        StoredRecord record = mine(of.type(), id, actor);
        Document document = documents.find(record);
        Map<String, Applied> applied = taxes.on(documents.dateOf(record));
        String usual = applied.containsKey(Taxes.USUAL) ? Taxes.USUAL : null;
        Optional<StoredRecord> chosen = product == 0 ? Optional.empty() : products.find(product, actor);
        DocumentLine line = chosen.map(one -> line(
                        one,
                        record,
                        document,
                        applied.containsKey(one.text("tax")) ? one.text("tax") : usual,
                        screen,
                        actor))
                .orElseGet(() -> kind.equals("SECTION")
                        ? DocumentLine.section("")
                        : DocumentLine.item("", BigDecimal.ZERO).taxed(usual, BigDecimal.ZERO));
        return Page.of(templates.billingLine(
                screen,
                line,
                document.currency().getCurrencyCode(),
                line.net(document.decimals()),
                options(applied, screen, false),
                null,
                line.productId() == null ? null : levels(List.of(line)).get(line.productId())));
    }

    private DocumentLine line(
            StoredRecord product,
            StoredRecord record,
            Document document,
            @Nullable String tax,
            Screen screen,
            Actor actor) {
        String detail = product.text("description");
        ListedPrice listed = prices.of(
                        product.id(),
                        record.reference("account"),
                        BigDecimal.ONE,
                        document.currency(),
                        documents.dateOf(record),
                        actor)
                .orElse(null);
        return new DocumentLine(
                0,
                DocumentLine.newRow(),
                DocumentLine.Kind.ITEM,
                product.id(),
                product.title(),
                detail == null ? null : detail.replaceAll("\\s+", " "),
                BigDecimal.ONE,
                product.type()
                        .field("unit")
                        .choice(product.text("unit"))
                        .map(choice -> choice.label().in(screen.locale()))
                        .orElse(null),
                listed == null ? BigDecimal.ZERO : listed.amount(),
                BigDecimal.ZERO,
                null,
                tax,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null,
                listed);
    }

    /** What the catalogue has for what was typed. */
    Page products(EditableDocuments of, long id, String typed, Screen screen, Actor actor) {
        StoredRecord record = mine(of.type(), id, actor);
        return Page.of(templates.billingProducts(screen, record, products.find(typed, actor, screen.zone()), typed));
    }
}
