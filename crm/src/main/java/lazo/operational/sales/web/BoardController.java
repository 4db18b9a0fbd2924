package lazo.operational.sales.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult.Conflict;
import lazo.kernel.record.WriteResult.Denied;
import lazo.kernel.record.WriteResult.Invalid;
import lazo.kernel.record.WriteResult.Missing;
import lazo.kernel.record.WriteResult.Saved;
import lazo.kernel.record.web.FieldForm;
import lazo.kernel.record.web.Objects;
import lazo.operational.sales.Boards;
import lazo.operational.sales.Boards.Board;
import lazo.operational.sales.Lane;
import lazo.operational.sales.LaneTotals;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Boards of any object, and the moves of their cards. */
@Controller
class BoardController {
    private final Objects objects;
    private final Boards boards;
    private final BoardPages pages;
    private final Cards cards;
    private final Records records;
    private final Templates templates;

    BoardController(
            Objects objects, Boards boards, BoardPages pages, Cards cards, Records records, Templates templates) {
        this.objects = objects;
        this.boards = boards;
        this.pages = pages;
        this.cards = cards;
        this.records = records;
        this.templates = templates;
    }

    @GetMapping({"/o/{object}/board", "/o/{object}/board/{pipeline}"})
    Page show(
            @PathVariable String object,
            @PathVariable Optional<String> pipeline,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        return Page.of(templates.salesBoard(screen, pages.page(type, params, pipeline, actor, screen)));
    }

    /** Further cards of one lane. */
    @GetMapping("/o/{object}/lane")
    Page more(
            @PathVariable String object,
            @RequestParam String lane,
            @RequestParam Optional<String> after,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        Board board = pages.board(type, params, pipeline(params), actor);
        Lane of = lane(board, lane);
        LaneView view = pages.lane(board, of, LaneTotals.NONE, after, actor, screen);
        return Page.of(templates.salesMoreCards(
                screen,
                view,
                "/o/" + object + "/lane" + query(params),
                actor.on(object).change() != Scope.NONE));
    }

    /** The address's question again, without what belongs to this one answer. */
    private static String query(MultiValueMap<String, String> params) {
        List<String> parts = new ArrayList<>();
        Set<String> own = Set.of("lane", "after", "version", "reason", "detail");
        params.forEach((name, values) -> {
            if (!own.contains(name)) {
                values.forEach(value -> parts.add(name + "=" + BoardPage.encoded(value)));
            }
        });
        return "?" + String.join("&", parts);
    }

    private static Optional<String> pipeline(MultiValueMap<String, String> params) {
        return Optional.ofNullable(params.getFirst("pipeline")).filter(key -> !key.isBlank());
    }

    private static Lane lane(Board board, String key) {
        return board.lane(key).orElseThrow(() -> Problem.notFound("SAL-405", "sales.board.no-lane"));
    }

    @PatchMapping("/o/{object}/{id:\\d+}/lane")
    Page move(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam("to") String key,
            @RequestParam int version,
            @RequestParam Optional<String> reason,
            @RequestParam Optional<String> detail,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        Board board = pages.board(type, params, pipeline(params), actor);
        StoredRecord before = objects.load(type, id, actor);
        String from = Cards.lane(before, board);
        Lane to = lane(board, key);
        var result = boards.move(
                board, id, to, version, reason.filter(is -> !is.isBlank()).orElse(null), detail.orElse(null), actor);
        return switch (result) {
            case Saved(var record, var changed) -> {
                Page page = moved(HttpStatus.OK, board, record, actor, screen);
                yield changed
                        ? page.toast(
                                screen.t("sales.moved", record.title(), LaneView.label(to, screen)),
                                undo(board, before, from, record.version()))
                        : page;
            }
            case Invalid(var problems) ->
                moved(HttpStatus.UNPROCESSABLE_CONTENT, board, before, actor, screen)
                        .trigger("lazo:refused", Map.of("text", refusal(before, to, problems, screen)));
            case Conflict(var current, var clashes) ->
                moved(HttpStatus.CONFLICT, board, current, actor, screen)
                        .trigger(
                                "lazo:refused",
                                Map.of(
                                        "text",
                                        screen.t(
                                                "sales.moved-meanwhile",
                                                current.title(),
                                                board.lane(Cards.lane(current, board))
                                                        .map(lane -> LaneView.label(lane, screen))
                                                        .orElse("–"))));
            case Missing() -> throw Problem.notFound("REC-404");
            case Denied() -> throw Problem.forbidden("REC-403", "sales.not-yours", before.title());
        };
    }

    private static String refusal(
            StoredRecord record, Lane to, List<lazo.kernel.record.Problem> problems, Screen screen) {
        String why = problems.stream()
                .map(problem -> record.type()
                                .find(problem.field())
                                .filter(field -> !problem.code().startsWith("SAL-10")
                                        || problem.code().equals("SAL-102"))
                                .map((ObjectField field) -> field.label().in(screen.locale()) + ": ")
                                .orElse("")
                        + FieldForm.message(problem, screen))
                .distinct()
                .collect(Collectors.joining(" "));
        return screen.t("sales.not-moved", record.title(), LaneView.label(to, screen), why);
    }

    private static String undo(Board board, StoredRecord before, String from, int version) {
        StringBuilder url = new StringBuilder("/o/" + board.type().key() + "/" + before.id() + "/lane/undo?by="
                + BoardPage.encoded(board.field().key()) + "&to=" + BoardPage.encoded(from) + "&version=" + version);
        board.pipeline().ifPresent(pipeline -> url.append("&pipeline=").append(BoardPage.encoded(pipeline.key())));
        board.lane(from)
                .map(Lane::reasonField)
                .map(before::text)
                .ifPresent(reason -> url.append("&reason=").append(BoardPage.encoded(reason)));
        return url.toString();
    }

    /** The card as it is now. The board asks for the figures of its lanes when no card has been moved for a moment. */
    private Page moved(HttpStatus status, Board board, StoredRecord record, Actor actor, Screen screen) {
        CardView card = cards.of(board, record, actor, screen);
        return Page.of(
                        status,
                        templates.salesCard(
                                screen, card, actor.on(record.type().key()).change() != Scope.NONE, true))
                .trigger("lazo:moved");
    }

    /** What each lane of a board comes to. */
    @GetMapping("/o/{object}/lanes")
    Page totals(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        Board board = pages.board(objects.load(object), params, pipeline(params), actor);
        Map<String, LaneTotals> totals = pages.totals(board, actor, screen);
        List<LaneView> lanes = board.lanes().stream()
                .map(lane -> new LaneView(
                        lane,
                        LaneView.label(lane, screen),
                        totals.getOrDefault(lane.key(), LaneTotals.NONE),
                        List.of(),
                        Optional.empty(),
                        List.of()))
                .toList();
        return Page.of(templates.salesTotals(
                screen,
                lanes,
                BoardPages.open(board, totals),
                boards.amountField(board.type(), actor).isPresent(),
                board.isByStage() && boards.isWeighted(board.type(), actor),
                board.isByStage() ? pages.attainment(actor, screen) : Optional.empty()));
    }

    @PostMapping("/o/{object}/{id:\\d+}/lane/undo")
    Page undo(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam("to") String key,
            @RequestParam int version,
            @RequestParam Optional<String> reason,
            @RequestParam MultiValueMap<String, String> params,
            Actor actor) {
        ObjectType type = objects.load(object);
        Board board = pages.board(type, params, pipeline(params), actor);
        var result = boards.move(board, id, lane(board, key), version, reason.orElse(null), null, actor);
        return switch (result) {
            case Saved saved -> Page.empty();
            case Missing() -> throw Problem.notFound("REC-404");
            case Denied() -> throw Problem.forbidden("REC-403");
            case Invalid invalid -> throw Problem.of(HttpStatus.CONFLICT, "SAL-409", "sales.undo-too-late");
            case Conflict conflict -> throw Problem.of(HttpStatus.CONFLICT, "SAL-409", "sales.undo-too-late");
        };
    }
}
