package lazo.analytical.purchase.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import lazo.analytical.purchase.Purchases;
import lazo.analytical.purchase.Purchases.Figures;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Scope;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What customers have bought. */
@Controller
class PurchaseController {
    private final Purchases purchases;
    private final Templates templates;

    PurchaseController(Purchases purchases, Templates templates) {
        this.purchases = purchases;
        this.templates = templates;
    }

    /** Days that cannot be read and currencies there are not count as not asked for. */
    @GetMapping("/purchases")
    Page purchases(
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "") String currency,
            Screen screen,
            Actor actor) {
        if (actor.on("invoice").see() == Scope.NONE) {
            throw Problem.forbidden("PUR-403", "purchase.forbidden");
        }
        String code = currency.strip().toUpperCase(Locale.ROOT);
        Purchases.Scope asked = new Purchases.Scope(day(from), day(until), code.matches("[A-Z]{3}") ? code : null);
        Optional<Figures> figures = purchases.of(asked, actor);
        return Page.of(templates.purchasePurchases(
                screen, new PurchasePage(asked.from(), asked.until(), figures.orElse(null))));
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return text.isBlank() ? null : LocalDate.parse(text.strip());
        } catch (DateTimeParseException unread) {
            return null;
        }
    }
}
