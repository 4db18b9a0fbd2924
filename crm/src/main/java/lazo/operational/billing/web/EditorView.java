package lazo.operational.billing.web;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import lazo.kernel.metadata.Choice;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.FieldForm;
import lazo.operational.billing.Document;
import lazo.operational.billing.DocumentLine;
import lazo.operational.billing.Quotes;
import lazo.operational.billing.Totals;
import lazo.operational.stock.Stock;
import lazo.platform.web.Option;
import org.jspecify.annotations.Nullable;

/**
 * What the editor of a document shows.
 *
 * @param taxes those of the document's date, as lines may have them
 * @param withholdings those of the document's date
 * @param stock of the products whose stock is counted
 * @param showsMargin whether the viewer may see what is earned
 */
public record EditorView(
        StoredRecord record,
        Document document,
        List<DocumentLine> lines,
        Totals totals,
        FieldForm form,
        List<Option> taxes,
        List<Option> withholdings,
        Map<Long, Stock.Level> stock,
        boolean showsMargin,
        Paper paper) {
    public String url() {
        return "/o/" + record.type().key() + "/" + record.id();
    }

    public String currency() {
        return document.currency().getCurrencyCode();
    }

    public Choice status() {
        return record.type().field("status").choice(Quotes.status(record)).orElseThrow();
    }

    public int version() {
        return Quotes.version(record);
    }

    /** What there is of the product of a line; null where it is not counted. */
    public Stock.@Nullable Level level(DocumentLine line) {
        return line.productId() == null ? null : stock.get(line.productId());
    }

    /** What is left of a line after direct costs; null where that is not known or not for the viewer. */
    public @Nullable BigDecimal margin(DocumentLine line) {
        return showsMargin ? line.margin(document.decimals()) : null;
    }

    public BigDecimal net(DocumentLine line) {
        return line.net(document.decimals());
    }
}
