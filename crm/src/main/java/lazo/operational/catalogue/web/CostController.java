package lazo.operational.catalogue.web;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.Draft;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.Objects;
import lazo.kernel.record.web.RecordNames;
import lazo.operational.catalogue.ProductCosts;
import lazo.operational.catalogue.ProductCosts.Kind;
import lazo.operational.catalogue.ProductCosts.NewCost;
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

/** What a product costs, for whoever may see it. */
@Controller
class CostController {
    private static final BigDecimal LARGEST = new BigDecimal("1e11");

    private final Objects objects;
    private final ProductCosts costs;
    private final RecordNames names;
    private final Templates templates;

    CostController(Objects objects, ProductCosts costs, RecordNames names, Templates templates) {
        this.objects = objects;
        this.costs = costs;
        this.names = names;
        this.templates = templates;
    }

    private StoredRecord load(long id, Actor actor) {
        return objects.load(objects.load("product"), id, actor);
    }

    @GetMapping("/o/product/{id:\\d+}/costs")
    Page show(@PathVariable long id, Screen screen, Actor actor) {
        Form form = Form.of(Map.of("kind", "PURCHASE", "from", screen.today().toString()));
        return page(HttpStatus.OK, load(id, actor), form, screen, actor);
    }

    private Page page(HttpStatus status, StoredRecord product, Form form, Screen screen, Actor actor) {
        return Page.of(
                status,
                templates.catalogueCosts(
                        screen,
                        product,
                        costs.of(product, actor),
                        names.users(),
                        form,
                        costs.mayChange(product, actor)));
    }

    @PostMapping("/o/product/{id:\\d+}/costs")
    Page add(@PathVariable long id, @RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        StoredRecord product = load(id, actor);
        if (!costs.mayChange(product, actor)) {
            throw Problem.forbidden("REC-403");
        }
        Form form = Form.of(typed);
        Optional<Kind> kind = List.of(Kind.values()).stream()
                .filter(one -> one.name().equals(form.value("kind")))
                .findFirst();
        if (kind.isEmpty()) {
            form.reject("kind", screen.t("catalogue.costs.which"));
        }
        BigDecimal amount = amount(form, screen);
        LocalDate from = Dates.read(form.stripped("from"));
        if (from == null) {
            form.reject("from", screen.t("catalogue.costs.wrong-date"));
        }
        String note = form.stripped("note");
        if (note.length() > 200) {
            form.reject("note", screen.t("catalogue.costs.long-note"));
        }
        if (!form.isValid() || from == null) {
            return page(HttpStatus.UNPROCESSABLE_CONTENT, product, form, screen, actor);
        }
        costs.add(product, new NewCost(kind.orElseThrow(), amount, from, note.isEmpty() ? null : note), actor);
        return Page.redirect("/o/product/" + id + "/costs").toast(screen.t("catalogue.costs.added"));
    }

    private static BigDecimal amount(Form form, Screen screen) {
        try {
            BigDecimal amount = Draft.number(form.stripped("amount").replaceAll("[€$£]", ""), screen.locale());
            if (amount.signum() >= 0 && amount.scale() <= 6 && amount.compareTo(LARGEST) < 0) {
                return amount;
            }
        } catch (Draft.Unreadable unreadable) {
            // Told below, as one that is out of range.
        }
        form.reject("amount", screen.t("catalogue.costs.wrong-amount"));
        return BigDecimal.ZERO;
    }
}
