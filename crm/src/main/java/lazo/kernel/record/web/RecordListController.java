package lazo.kernel.record.web;

import java.util.Optional;
import lazo.kernel.filter.UnanswerableFilter;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.kernel.view.ViewState;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.HtmlUtils;

/** The list of one object's records. */
@Controller
class RecordListController {
    private final Objects objects;
    private final ListPages pages;
    private final Records records;
    private final Templates templates;

    RecordListController(Objects objects, ListPages pages, Records records, Templates templates) {
        this.objects = objects;
        this.pages = pages;
        this.records = records;
        this.templates = templates;
    }

    @GetMapping("/o/{object}")
    Page list(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            @RequestHeader(name = "HX-Target", defaultValue = "") String target,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        ViewState state = pages.state(type, params, actor);
        ListPage list = pages.page(state, Optional.ofNullable(params.getFirst("after")), actor, screen);
        return Page.of(
                switch (target) {
                    case "rows" -> templates.recordMoreRows(screen, list);
                    case "list" -> templates.recordListBody(screen, list);
                    default -> templates.recordList(screen, list);
                });
    }

    /** How many there are, asked for after the page is shown. */
    @GetMapping("/o/{object}/count")
    ResponseEntity<String> count(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        RecordQuery query = pages.query(pages.state(type, params, actor));
        try {
            String text;
            if (params.containsKey("exact")) {
                text = HtmlUtils.htmlEscape(
                        screen.t("record.count", screen.number(records.exactCount(query, actor, screen.zone()))));
            } else {
                Records.Count count = records.count(query, actor, screen.zone());
                text = count.capped()
                        ? "<button class=\"btn ghost sm\" type=\"button\" hx-get=\"/o/" + type.key() + "/count"
                                + HtmlUtils.htmlEscape(
                                        pages.state(type, params, actor).query())
                                + "&amp;exact=true\" hx-target=\"closest span\">"
                                + HtmlUtils.htmlEscape(screen.t("record.count-capped", screen.number(count.records())))
                                + "</button>"
                        : HtmlUtils.htmlEscape(screen.t("record.count", screen.number(count.records())));
            }
            return ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                    .body(text);
        } catch (UnanswerableFilter unanswerable) {
            return ResponseEntity.ok("");
        }
    }
}
