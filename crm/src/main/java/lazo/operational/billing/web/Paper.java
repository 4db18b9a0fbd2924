package lazo.operational.billing.web;

import java.math.BigDecimal;
import java.util.List;
import lazo.operational.billing.DocumentContent;
import lazo.operational.billing.DocumentContent.Line;
import lazo.operational.billing.DocumentLine;
import lazo.operational.billing.Totals;
import lazo.platform.web.Formats;
import lazo.platform.web.Text;

/** A document as its template writes it, in the language of the document. */
public record Paper(DocumentContent content, Formats formats, Text text) {
    public String t(String key, Object... arguments) {
        return text.t(key, arguments);
    }

    public String money(BigDecimal amount) {
        return formats.money(amount, content.totals().currency());
    }

    /** With as many decimals as the price has, two at least. */
    public String price(BigDecimal price) {
        return formats.amount(price, content.totals().currency());
    }

    public String number(BigDecimal number) {
        return formats.number(number);
    }

    public String percent(BigDecimal percent) {
        return formats.share(percent);
    }

    /** Lines that count and headings; what may be chosen besides comes after them. */
    public List<Line> lines() {
        return content.lines().stream()
                .filter(line -> line.kind() != DocumentLine.Kind.OPTIONAL)
                .toList();
    }

    public List<Line> optional() {
        return content.lines().stream()
                .filter(line -> line.kind() == DocumentLine.Kind.OPTIONAL)
                .toList();
    }

    public boolean discounted() {
        return content.lines().stream().anyMatch(line -> line.discount().signum() != 0);
    }

    /** Such as {@code IVA 21 %}, or why there is none. */
    public String tax(Totals.Rate rate) {
        return tax(rate.tax(), rate.percent());
    }

    public String tax(@org.jspecify.annotations.Nullable String key, BigDecimal percent) {
        if (key == null) {
            return text.t("billing.tax.none");
        }
        String name = content.taxes().getOrDefault(key, key);
        boolean charged = percent.signum() != 0 || name.equals("IGIC");
        return charged ? name + " " + percent(percent) : name;
    }
}
