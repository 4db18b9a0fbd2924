package lazo.kernel.transfer.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.web.ListPages;
import lazo.kernel.record.web.Objects;
import lazo.kernel.transfer.ExportFormat;
import lazo.kernel.transfer.Exports;
import lazo.kernel.view.ViewState;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The records of a view as a file. */
@Controller
class ExportController {
    private final Objects objects;
    private final ListPages pages;
    private final Exports exports;

    ExportController(Objects objects, ListPages pages, Exports exports) {
        this.objects = objects;
        this.pages = pages;
        this.exports = exports;
    }

    /** @param fields {@code all} for every field instead of the columns shown; {@code bom=0} leaves the mark of UTF-8 out */
    @GetMapping("/o/{object}/export.{ending}")
    void export(
            @PathVariable String object,
            @PathVariable String ending,
            @RequestParam MultiValueMap<String, String> params,
            @RequestParam(defaultValue = "") String fields,
            @RequestParam(defaultValue = "1") String bom,
            Screen screen,
            Actor actor,
            HttpServletResponse response)
            throws IOException {
        ObjectType type = objects.load(object);
        if (actor.on(object).export() == Scope.NONE) {
            throw Problem.forbidden("EXP-403", "export.problem.denied");
        }
        ExportFormat format = format(ending);
        ViewState state = pages.exactState(type, params, actor, screen);
        RecordQuery query = pages.query(state);
        List<ObjectField> columns = fields.equals("all") ? type.fields() : state.shownFields();
        String name = type.plural().in(screen.locale()).toLowerCase(screen.locale()) + " " + screen.today() + "."
                + format.ending();
        Downloads.begin(response, format.mediaType(), name);
        exports.write(query, columns, format, style(screen, !bom.equals("0")), actor, response.getOutputStream());
    }

    private static ExportFormat format(String ending) {
        for (ExportFormat format : ExportFormat.values()) {
            if (format.ending().equals(ending.toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw Problem.notFound("EXP-404");
    }

    private static Exports.Style style(Screen screen, boolean mark) {
        Exports.Names names = new Exports.Names(
                screen.t("export.yes"),
                screen.t("export.no"),
                screen.t("export.currency"),
                List.of(
                        screen.t("export.street"),
                        screen.t("export.postcode"),
                        screen.t("export.city"),
                        screen.t("export.region"),
                        screen.t("export.country")));
        return new Exports.Style(screen.locale(), screen.zone(), names, mark);
    }
}
