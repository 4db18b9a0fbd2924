package lazo.operational.stock.web;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.Draft;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.Objects;
import lazo.kernel.record.web.RecordNames;
import lazo.operational.stock.Stock;
import lazo.operational.stock.Stock.Kind;
import lazo.operational.stock.Stock.Move;
import lazo.operational.stock.Stock.Moved;
import lazo.operational.stock.Warehouses;
import lazo.operational.stock.Warehouses.Warehouse;
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

/** The stock of a product: what there is where, and its movements. */
@Controller
class StockController {
    private static final BigDecimal LARGEST = new BigDecimal("1e11");
    private static final int DECIMALS = 6;

    private final Objects objects;
    private final Stock stock;
    private final Warehouses warehouses;
    private final Access access;
    private final RecordNames names;
    private final Templates templates;

    StockController(
            Objects objects,
            Stock stock,
            Warehouses warehouses,
            Access access,
            RecordNames names,
            Templates templates) {
        this.objects = objects;
        this.stock = stock;
        this.warehouses = warehouses;
        this.access = access;
        this.names = names;
        this.templates = templates;
    }

    private StoredRecord load(long id, Actor actor) {
        return objects.load(objects.load("product"), id, actor);
    }

    @GetMapping("/o/product/{id:\\d+}/stock")
    Page show(@PathVariable long id, Screen screen, Actor actor) {
        return page(HttpStatus.OK, load(id, actor), Form.of(Map.of("kind", "IN")), screen, actor);
    }

    private Page page(HttpStatus status, StoredRecord product, Form form, Screen screen, Actor actor) {
        return Page.of(
                status,
                templates.stockProduct(
                        screen,
                        product,
                        stock.levels(List.of(product.id())).get(product.id()),
                        stock.byWarehouse(product.id()),
                        warehouses.all(),
                        stock.movements(product.id()),
                        names.users(),
                        form,
                        access.mayChange(actor, product.type(), product.id())));
    }

    @PostMapping("/o/product/{id:\\d+}/stock")
    Page move(@PathVariable long id, @RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        StoredRecord product = load(id, actor);
        if (!access.mayChange(actor, product.type(), id)) {
            throw Problem.forbidden("REC-403");
        }
        Form form = Form.of(typed);
        Kind kind = List.of(Kind.IN, Kind.OUT, Kind.ADJUSTMENT, Kind.TRANSFER).stream()
                .filter(one -> one.name().equals(form.value("kind")))
                .findFirst()
                .orElse(null);
        if (kind == null) {
            form.reject("kind", screen.t("stock.which"));
        }
        long from = warehouse(form, "warehouse", screen);
        long to = kind == Kind.TRANSFER ? warehouse(form, "to", screen) : 0;
        if (kind == Kind.TRANSFER && from == to) {
            form.reject("to", screen.t("stock.same-warehouse"));
        }
        BigDecimal quantity = quantity(form, kind == Kind.ADJUSTMENT, screen);
        String reason = form.stripped("reason");
        if (reason.length() > 200 || reason.isEmpty() && kind == Kind.ADJUSTMENT) {
            form.reject("reason", screen.t("stock.unreasoned"));
        }
        if (!form.isValid() || kind == null) {
            return page(HttpStatus.UNPROCESSABLE_CONTENT, product, form, screen, actor);
        }
        List<Move> moves = switch (kind) {
            case IN, ADJUSTMENT, RETURN -> List.of(new Move(id, from, quantity));
            case OUT, DELIVERY -> List.of(new Move(id, from, quantity.negate()));
            case TRANSFER -> List.of(new Move(id, from, quantity.negate()), new Move(id, to, quantity));
        };
        return switch (stock.move(product, kind, moves, reason.isEmpty() ? null : reason, actor)) {
            case Moved.Done() -> Page.redirect("/o/product/" + id + "/stock").toast(screen.t("stock.moved"));
            case Moved.Short(long of, var onHand) ->
                page(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        product,
                        form.reject("quantity", screen.t("stock.short", onHand)),
                        screen,
                        actor);
            case Moved.Denied() -> throw Problem.forbidden("REC-403");
            case Moved.Missing() -> throw Problem.notFound("REC-404");
        };
    }

    private long warehouse(Form form, String name, Screen screen) {
        Optional<Warehouse> chosen = warehouses.open().stream()
                .filter(one -> String.valueOf(one.id()).equals(form.value(name)))
                .findFirst();
        if (chosen.isEmpty()) {
            form.reject(name, screen.t("stock.no-warehouse"));
        }
        return chosen.map(Warehouse::id).orElse(0L);
    }

    private static BigDecimal quantity(Form form, boolean signed, Screen screen) {
        try {
            BigDecimal quantity = Draft.number(form.stripped("quantity"), screen.locale());
            boolean fits = quantity.scale() <= DECIMALS && quantity.abs().compareTo(LARGEST) < 0;
            if (fits && (quantity.signum() > 0 || signed && quantity.signum() < 0)) {
                return quantity;
            }
        } catch (Draft.Unreadable unreadable) {
            // Told below, as one that is out of range.
        }
        form.reject("quantity", screen.t("stock.wrong-quantity"));
        return BigDecimal.ZERO;
    }

    @PostMapping("/o/product/{id:\\d+}/stock/{movement:\\d{1,18}}/reverse")
    Page reverse(@PathVariable long id, @PathVariable long movement, Screen screen, Actor actor) {
        return switch (stock.reverse(load(id, actor), movement, actor)) {
            case Moved.Done() -> Page.redirect("/o/product/" + id + "/stock").toast(screen.t("stock.reversed"));
            case Moved.Short(long of, var onHand) ->
                throw Problem.of(HttpStatus.CONFLICT, "STK-101", "stock.short", onHand);
            case Moved.Denied() -> throw Problem.forbidden("REC-403");
            case Moved.Missing() -> throw Problem.of(HttpStatus.CONFLICT, "STK-106", "stock.not-reversed");
        };
    }
}
