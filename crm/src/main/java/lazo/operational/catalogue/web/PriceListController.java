package lazo.operational.catalogue.web;

import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.Objects;
import lazo.operational.catalogue.PastedPrices;
import lazo.operational.catalogue.PriceList;
import lazo.operational.catalogue.PriceLists;
import lazo.operational.catalogue.Products;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Price lists, for administrators. */
@Controller
class PriceListController {
    private final PriceLists lists;
    private final PastedPrices pasted;
    private final Products products;
    private final Objects objects;
    private final Records records;
    private final CompanySettings company;
    private final Templates templates;

    PriceListController(
            PriceLists lists,
            PastedPrices pasted,
            Products products,
            Objects objects,
            Records records,
            CompanySettings company,
            Templates templates) {
        this.lists = lists;
        this.pasted = pasted;
        this.products = products;
        this.objects = objects;
        this.records = records;
        this.company = company;
        this.templates = templates;
    }

    @GetMapping("/settings/prices")
    Page show(Screen screen) {
        Form form = Form.of(Map.of(
                "currency",
                company.load().currency().getCurrencyCode(),
                "from",
                screen.today().toString()));
        return page(HttpStatus.OK, form, screen);
    }

    private Page page(HttpStatus status, Form form, Screen screen) {
        return Page.of(status, templates.cataloguePrices(screen, lists.all(), lists.counts(), form));
    }

    @PostMapping("/settings/prices")
    Page add(@RequestParam Map<String, String> typed, Screen screen) {
        Form form = Form.of(typed);
        OptionalLong saved = save(0, form, screen);
        return saved.isPresent()
                ? Page.redirect("/settings/prices/" + saved.getAsLong()).toast(screen.t("catalogue.prices.added"))
                : page(HttpStatus.UNPROCESSABLE_CONTENT, form, screen);
    }

    private OptionalLong save(long id, Form form, Screen screen) {
        String name = form.stripped("name");
        if (name.isEmpty() || name.length() > 80) {
            form.reject("name", screen.t("catalogue.prices.name-missing"));
        }
        String currency = form.stripped("currency").toUpperCase(java.util.Locale.ROOT);
        if (Currency.getAvailableCurrencies().stream()
                .noneMatch(one -> one.getCurrencyCode().equals(currency))) {
            form.reject("currency", screen.t("catalogue.prices.wrong-currency"));
        }
        LocalDate from = Dates.read(form.stripped("from"));
        LocalDate to = last(form, from, screen);
        if (!form.isValid() || from == null) {
            return OptionalLong.empty();
        }
        OptionalLong saved =
                lists.save(new PriceList(id, name, currency, from, to, "true".equals(form.value("everybody"))));
        if (saved.isEmpty()) {
            form.reject("name", screen.t("catalogue.prices.taken"));
        }
        return saved;
    }

    /** The last day, where one was typed. */
    static @Nullable LocalDate last(Form form, @Nullable LocalDate from, Screen screen) {
        LocalDate to = Dates.read(form.stripped("to"));
        boolean ends = !form.stripped("to").isEmpty();
        if (from == null || ends && (to == null || to.isBefore(from))) {
            form.reject("from", screen.t("catalogue.prices.wrong-date"));
        }
        return to;
    }

    private PriceList load(long id) {
        return lists.find(id).orElseThrow(() -> Problem.notFound("CAT-410", "catalogue.prices.no-list"));
    }

    @GetMapping("/settings/prices/{id:\\d{1,18}}")
    Page open(@PathVariable long id, Screen screen, Actor actor) {
        return open(HttpStatus.OK, load(id), null, "", List.of(), screen, actor);
    }

    private Page open(
            HttpStatus status,
            PriceList list,
            @Nullable Form typed,
            String paste,
            List<String> wrong,
            Screen screen,
            Actor actor) {
        Form form = typed != null
                ? typed
                : Form.of(Map.of(
                        "name", list.name(),
                        "currency", list.currency(),
                        "from", list.from().toString(),
                        "to", list.to() == null ? "" : list.to().toString(),
                        "everybody", list.everybody() ? "true" : ""));
        List<PriceList.Line> lines = lists.lines(list.id());
        Map<Long, StoredRecord> names = products.byId(
                lines.stream().map(PriceList.Line::productId).distinct().toList(), actor);
        Map<Long, String> customers = records.titles(objects.load("account"), lists.customers(list.id()), actor);
        return Page.of(status, templates.cataloguePriceList(screen, list, lines, names, customers, form, paste, wrong));
    }

    @PostMapping("/settings/prices/{id:\\d{1,18}}")
    Page change(@PathVariable long id, @RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        PriceList list = load(id);
        Form form = Form.of(typed);
        return save(id, form, screen).isPresent()
                ? Page.redirect("/settings/prices/" + id).toast(screen.t("catalogue.prices.saved"))
                : open(HttpStatus.UNPROCESSABLE_CONTENT, list, form, "", List.of(), screen, actor);
    }

    @PostMapping("/settings/prices/{id:\\d{1,18}}/lines")
    Page addLines(@PathVariable long id, @RequestParam(defaultValue = "") String lines, Screen screen, Actor actor) {
        PriceList list = load(id);
        PastedPrices.Read read = pasted.read(lines, screen.locale(), actor);
        List<String> wrong = PriceScreens.messages(read.problems(), screen);
        if (wrong.isEmpty() && read.lines().isEmpty()) {
            wrong = List.of(screen.t("catalogue.prices.nothing"));
        }
        if (!wrong.isEmpty()) {
            return open(HttpStatus.UNPROCESSABLE_CONTENT, list, null, lines, wrong, screen, actor);
        }
        lists.add(id, read.lines());
        return Page.redirect("/settings/prices/" + id)
                .toast(screen.t("catalogue.prices.lines-added", read.lines().size()));
    }

    @PostMapping("/settings/prices/{id:\\d{1,18}}/lines/{line:\\d{1,18}}/remove")
    Page removeLine(@PathVariable long id, @PathVariable long line, Screen screen) {
        lists.remove(load(id).id(), line);
        return Page.redirect("/settings/prices/" + id).toast(screen.t("catalogue.prices.line-removed"));
    }

    @PostMapping("/settings/prices/{id:\\d{1,18}}/customers")
    Page give(@PathVariable long id, @RequestParam(defaultValue = "0") long account, Screen screen, Actor actor) {
        PriceList list = load(id);
        StoredRecord customer = records.find(objects.load("account"), account, actor)
                .orElseThrow(() -> Problem.of(HttpStatus.BAD_REQUEST, "CAT-114", "catalogue.prices.no-customer"));
        lists.give(list.id(), customer.id());
        return Page.redirect("/settings/prices/" + id)
                .toast(screen.t("catalogue.prices.given", list.name(), customer.title()));
    }

    @PostMapping("/settings/prices/{id:\\d{1,18}}/customers/{account:\\d{1,18}}/remove")
    Page takeBack(@PathVariable long id, @PathVariable long account, Screen screen) {
        lists.takeBack(load(id).id(), account);
        return Page.redirect("/settings/prices/" + id).toast(screen.t("catalogue.prices.taken-back"));
    }
}
