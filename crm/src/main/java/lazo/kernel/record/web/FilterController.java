package lazo.kernel.record.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.filter.Filter.Condition;
import lazo.kernel.filter.Operator;
import lazo.kernel.filter.UnanswerableFilter;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Draft;
import lazo.kernel.record.FieldValues;
import lazo.kernel.record.Records;
import lazo.kernel.view.ViewState;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The editor of one condition: field, operator, value; the answer is the list with it. */
@Controller
class FilterController {
    private final Objects objects;
    private final ListPages pages;
    private final Records records;
    private final Reading reading;
    private final RecordNames names;
    private final Access access;
    private final Templates templates;

    FilterController(
            Objects objects,
            ListPages pages,
            Records records,
            Reading reading,
            RecordNames names,
            Access access,
            Templates templates) {
        this.objects = objects;
        this.pages = pages;
        this.records = records;
        this.reading = reading;
        this.names = names;
        this.access = access;
        this.templates = templates;
    }

    @GetMapping("/o/{object}/filter")
    Page open(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        ViewState state = pages.state(type, params, actor);
        Optional<Condition> edited = edited(state, params);
        String path = edited.map(Condition::field).orElse(String.valueOf(params.getFirst("field")));
        ObjectField field = field(type, path, actor);
        String shownPath = field.type() == FieldType.ADDRESS && !path.contains(".") ? path + ".city" : path;
        return Page.of(templates.recordFilterSheet(
                screen,
                new FilterForm(
                        state, field, shownPath, edited, base(params, object), named(type, edited, actor), null)));
    }

    /** Where the conditions belong: a list, or a board that uses the same ones. */
    private static String base(MultiValueMap<String, String> params, String object) {
        String back = params.getFirst("back");
        return back != null && back.startsWith("/o/" + object) ? back : "/o/" + object;
    }

    @PostMapping("/o/{object}/filter")
    Page apply(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            @RequestParam String field,
            @RequestParam String op,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        ViewState state = pages.state(type, params, actor);
        ObjectField asked = field(type, field, actor);
        Optional<Condition> edited = edited(state, params);
        String why;
        try {
            Operator operator = Operator.ofKey(op);
            Condition condition = new Condition(
                    field, operator, operator.takesValue() ? values(type, asked, operator, params, screen) : List.of());
            records.check(type, condition, actor, screen.zone());
            return Page.redirect(base(params, object) + state.queryReplacing(edited, condition));
        } catch (Draft.Unreadable unreadable) {
            why = screen.t("problem." + unreadable.code(), unreadable.args().toArray());
        } catch (UnanswerableFilter unanswerable) {
            why = screen.t("filter.problem." + unanswerable.reason().name().toLowerCase(java.util.Locale.ROOT), field);
        } catch (IllegalArgumentException unknown) {
            why = screen.t("filter.problem.operator_does_not_fit", field);
        }
        return Page.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                templates.recordFilterForm(
                        screen,
                        new FilterForm(
                                state, asked, field, edited, base(params, object), named(type, edited, actor), why)));
    }

    private Names named(ObjectType type, Optional<Condition> edited, Actor actor) {
        Map<String, List<String>> typed =
                edited.map(is -> Map.of(is.field(), is.values())).orElse(Map.of());
        return new Names(names.users(), names.typedTitles(type, typed, actor));
    }

    private static Optional<Condition> edited(ViewState state, MultiValueMap<String, String> params) {
        String place = params.getFirst("edit");
        if (place == null
                || !place.matches("\\d{1,3}")
                || Integer.parseInt(place) >= state.conditions().size()) {
            return Optional.empty();
        }
        return Optional.of(state.conditions().get(Integer.parseInt(place)));
    }

    /** @param path a field's key, with the part behind a dot for an address */
    private ObjectField field(ObjectType type, String path, Actor actor) {
        String[] steps = path.split("\\.", 2);
        return type.find(steps[0])
                .filter(found -> access.mask(actor, type).shows(found.key()))
                .filter(found ->
                        steps.length == 1 || found.type() == FieldType.ADDRESS && Address.PARTS.contains(steps[1]))
                .orElseThrow(() -> Problem.notFound("REC-405", "record.problem.no-field", steps[0]));
    }

    /** What was typed as canonical text: numbers and dates are read as the viewer writes them. */
    private List<String> values(
            ObjectType type,
            ObjectField field,
            Operator operator,
            MultiValueMap<String, String> params,
            Screen screen) {
        List<String> typed = params.getOrDefault("value", List.of()).stream()
                .flatMap(
                        value -> splits(field) ? List.of(value.split(";")).stream() : java.util.stream.Stream.of(value))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
        List<String> values = new ArrayList<>();
        for (String value : typed) {
            switch (field.type()) {
                case NUMBER, PERCENT ->
                    values.add(String.valueOf(FieldValues.canonical(
                            field, Draft.one(type, field, List.of(value), null, reading.of(screen)))));
                case MONEY ->
                    values.add(String.valueOf(FieldValues.canonical(
                                    field, Draft.one(type, field, List.of(value), null, reading.of(screen))))
                            .split(" ")[0]);
                case TEXT,
                        LONG_TEXT,
                        DATE,
                        DATE_TIME,
                        YES_NO,
                        CHOICE,
                        MULTI_CHOICE,
                        EMAIL,
                        PHONE,
                        LINK,
                        ADDRESS,
                        USER,
                        LOOKUP,
                        TAGS,
                        AUTO_NUMBER,
                        STAGE -> values.add(value);
            }
        }
        return values;
    }

    private static boolean splits(ObjectField field) {
        return switch (field.type()) {
            case TEXT, EMAIL, PHONE, LINK, ADDRESS, TAGS, AUTO_NUMBER -> true;
            case LONG_TEXT,
                    NUMBER,
                    MONEY,
                    PERCENT,
                    DATE,
                    DATE_TIME,
                    YES_NO,
                    CHOICE,
                    MULTI_CHOICE,
                    USER,
                    LOOKUP,
                    STAGE -> false;
        };
    }
}
