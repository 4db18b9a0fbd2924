package lazo.operational.catalogue.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.Objects;
import lazo.operational.catalogue.CustomerPrices;
import lazo.operational.catalogue.CustomerPrices.Agreed;
import lazo.operational.catalogue.PastedPrices;
import lazo.operational.catalogue.PriceList;
import lazo.operational.catalogue.PriceLists;
import lazo.operational.catalogue.Products;
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

/** The lists a customer was given and the prices agreed with them: seen by whoever sees the customer, changed by administrators. */
@Controller
class CustomerPriceController {
    private final Objects objects;
    private final PriceLists lists;
    private final CustomerPrices prices;
    private final PastedPrices pasted;
    private final Products products;
    private final CompanySettings company;
    private final Templates templates;

    CustomerPriceController(
            Objects objects,
            PriceLists lists,
            CustomerPrices prices,
            PastedPrices pasted,
            Products products,
            CompanySettings company,
            Templates templates) {
        this.objects = objects;
        this.lists = lists;
        this.prices = prices;
        this.pasted = pasted;
        this.products = products;
        this.company = company;
        this.templates = templates;
    }

    private StoredRecord load(long id, Actor actor) {
        return objects.load(objects.load("account"), id, actor);
    }

    private StoredRecord mine(long id, Actor actor) {
        StoredRecord customer = load(id, actor);
        if (!actor.may(Ability.COMPANY)) {
            throw Problem.forbidden("REC-403");
        }
        return customer;
    }

    @GetMapping("/o/account/{id:\\d+}/prices")
    Page show(@PathVariable long id, Screen screen, Actor actor) {
        Form form = Form.of(Map.of("from", screen.today().toString()));
        return page(HttpStatus.OK, load(id, actor), form, List.of(), screen, actor);
    }

    private Page page(
            HttpStatus status, StoredRecord customer, Form form, List<String> wrong, Screen screen, Actor actor) {
        List<Agreed> agreed = prices.of(customer.id());
        Map<Long, StoredRecord> names = products.byId(
                agreed.stream().map(one -> one.line().productId()).distinct().toList(), actor);
        return Page.of(
                status,
                templates.catalogueCustomer(
                        screen,
                        customer,
                        lists.of(customer.id()),
                        agreed,
                        names,
                        form,
                        wrong,
                        actor.may(Ability.COMPANY)));
    }

    @PostMapping("/o/account/{id:\\d+}/prices")
    Page add(@PathVariable long id, @RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        StoredRecord customer = mine(id, actor);
        Form form = Form.of(typed);
        LocalDate from = Dates.read(form.stripped("from"));
        LocalDate to = PriceListController.last(form, from, screen);
        PastedPrices.Read read = pasted.read(form.value("lines"), screen.locale(), actor);
        List<String> wrong = PriceScreens.messages(read.problems(), screen);
        if (wrong.isEmpty() && read.lines().isEmpty()) {
            wrong = List.of(screen.t("catalogue.prices.nothing"));
        }
        if (!wrong.isEmpty() || !form.isValid() || from == null) {
            return page(HttpStatus.UNPROCESSABLE_CONTENT, customer, form, wrong, screen, actor);
        }
        String currency = company.load().currency().getCurrencyCode();
        for (PriceList.Line line : read.lines()) {
            prices.add(id, new Agreed(line, currency, from, to));
        }
        return Page.redirect("/o/account/" + id + "/prices")
                .toast(screen.t("catalogue.prices.lines-added", read.lines().size()));
    }

    @PostMapping("/o/account/{id:\\d+}/prices/{price:\\d{1,18}}/remove")
    Page remove(@PathVariable long id, @PathVariable long price, Screen screen, Actor actor) {
        prices.remove(mine(id, actor).id(), price);
        return Page.redirect("/o/account/" + id + "/prices").toast(screen.t("catalogue.prices.line-removed"));
    }
}
