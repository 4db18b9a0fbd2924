package lazo.operational.catalogue.web;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.record.Draft;
import lazo.operational.catalogue.Tax;
import lazo.operational.catalogue.Taxes;
import lazo.platform.web.Form;
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

/** Taxes and their rates, for administrators. */
@Controller
class TaxController {
    private final Taxes taxes;
    private final Templates templates;

    TaxController(Taxes taxes, Templates templates) {
        this.taxes = taxes;
        this.templates = templates;
    }

    @GetMapping("/settings/taxes")
    Page show(Screen screen) {
        return page(screen, Form.empty(), "", HttpStatus.OK);
    }

    /** @param of the tax whose new rate was refused; empty for a new tax */
    private Page page(Screen screen, Form form, String of, HttpStatus status) {
        return Page.of(status, templates.catalogueTaxes(screen, taxes.all(), taxes.rates(), form, of));
    }

    @PostMapping("/settings/taxes")
    Page add(@RequestParam Map<String, String> typed, Screen screen) {
        Form form = Form.of(typed);
        String name = form.stripped("name");
        if (name.isEmpty() || name.length() > 80) {
            form.reject("name", screen.t("catalogue.tax.name-missing"));
        }
        Optional<Tax.Kind> kind = List.of(Tax.Kind.values()).stream()
                .filter(one -> one.name().equals(form.value("kind")))
                .findFirst();
        if (kind.isEmpty()) {
            form.reject("kind", screen.t("catalogue.tax.none"));
        }
        source(form, screen);
        String key = key(name);
        if (form.isValid()
                && taxes.add(key, kind.orElseThrow(), name, null, form.stripped("source"))
                        .isEmpty()) {
            form.reject("name", screen.t("catalogue.tax.taken"));
        }
        return form.isValid()
                ? Page.redirect("/settings/taxes").toast(screen.t("catalogue.tax.added"))
                : page(screen, form, "", HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private static String key(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_");
        String key = "own_" + plain;
        return key.length() <= 40 ? key : key.substring(0, 40);
    }

    private static void source(Form form, Screen screen) {
        String source = form.stripped("source");
        if (source.isEmpty() || source.length() > 200) {
            form.reject("source", screen.t("catalogue.rate.source-missing"));
        }
    }

    @PostMapping("/settings/taxes/{key:[a-z0-9_]{1,40}}/rates")
    Page addRate(@PathVariable String key, @RequestParam Map<String, String> typed, Screen screen) {
        Form form = Form.of(typed);
        BigDecimal percent = percent(form, "percent", screen);
        BigDecimal surcharge = form.stripped("surcharge").isEmpty() ? null : percent(form, "surcharge", screen);
        LocalDate from = Dates.read(form.stripped("from"));
        LocalDate to = Dates.read(form.stripped("to"));
        boolean ends = !form.stripped("to").isEmpty();
        if (from == null || ends && (to == null || to.isBefore(from))) {
            form.reject("from", screen.t("catalogue.rate.wrong-date"));
        }
        source(form, screen);
        if (!form.isValid() || from == null) {
            return page(screen, form, key, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return switch (taxes.addRate(key, percent, surcharge, from, to, form.stripped("source"))) {
            case DONE -> Page.redirect("/settings/taxes#" + key).toast(screen.t("catalogue.rate.added"));
            case OVERLAPS ->
                page(
                        screen,
                        form.reject("from", screen.t("catalogue.rate.overlaps")),
                        key,
                        HttpStatus.UNPROCESSABLE_CONTENT);
            case MISSING -> throw Problem.notFound("CAT-404", "catalogue.tax.none");
        };
    }

    private static BigDecimal percent(Form form, String name, Screen screen) {
        try {
            BigDecimal number =
                    Draft.number(form.stripped(name).replace("%", "").strip(), screen.locale());
            if (number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(100)) <= 0 && number.scale() <= 4) {
                return number;
            }
        } catch (Draft.Unreadable unreadable) {
            // Told below, as one that is out of range.
        }
        form.reject(name, screen.t("catalogue.rate.wrong-percent"));
        return BigDecimal.ZERO;
    }

    @PostMapping("/settings/taxes/rates/{id:\\d{1,18}}/end")
    Page end(@PathVariable long id, @RequestParam(defaultValue = "") String on, Screen screen) {
        LocalDate day = Dates.read(on.strip());
        if (day == null || !taxes.end(id, day)) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "CAT-104", "catalogue.rate.not-ended");
        }
        return Page.redirect("/settings/taxes").toast(screen.t("catalogue.rate.ended"));
    }
}
