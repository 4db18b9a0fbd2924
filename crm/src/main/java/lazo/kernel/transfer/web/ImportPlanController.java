package lazo.kernel.transfer.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.transfer.ColumnPlan;
import lazo.kernel.transfer.ImportPlan;
import lazo.kernel.transfer.ImportPlan.BadCells;
import lazo.kernel.transfer.ImportPlan.Duplicates;
import lazo.kernel.transfer.ImportPlan.EmptyCells;
import lazo.kernel.transfer.ImportPlan.Mode;
import lazo.kernel.transfer.ImportReaders;
import lazo.kernel.transfer.ImportRun;
import lazo.kernel.transfer.ImportTargets;
import lazo.kernel.transfer.Imports;
import lazo.kernel.transfer.Proposal;
import lazo.kernel.transfer.profile.ColumnProfile;
import lazo.kernel.transfer.profile.Conventions;
import lazo.kernel.transfer.profile.DateOrder;
import lazo.kernel.transfer.profile.DecimalMark;
import lazo.kernel.transfer.source.SourceRefused;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the columns of a file mean and what is to be done with its rows. Every change is kept at once. */
@Controller
class ImportPlanController {
    private final Imports imports;
    private final ImportPages pages;
    private final ImportReaders readers;
    private final Proposal proposal;
    private final ImportTargets targets;
    private final Templates templates;

    ImportPlanController(
            Imports imports,
            ImportPages pages,
            ImportReaders readers,
            Proposal proposal,
            ImportTargets targets,
            Templates templates) {
        this.imports = imports;
        this.pages = pages;
        this.readers = readers;
        this.proposal = proposal;
        this.targets = targets;
        this.templates = templates;
    }

    /** How the file is read: separator, quotation mark, encoding, header, sheet. */
    @PostMapping("/import/{id}/reading")
    Page reading(@PathVariable long id, @RequestParam MultiValueMap<String, String> params, Screen screen, Actor actor)
            throws IOException {
        ImportRun run = ImportController.load(imports, id, actor);
        try {
            imports.readAs(run, ReadingForm.format(run, params));
            return Page.redirect("/import/" + id);
        } catch (SourceRefused refused) {
            return Page.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    templates.transferReading(
                            screen, run, ReadingForm.of(run), Refusals.text(refused.refusal(), screen)));
        }
    }

    @PostMapping("/import/{id}/object")
    Page object(@PathVariable long id, @RequestParam String object, Screen screen, Actor actor) {
        ImportRun run = ImportController.load(imports, id, actor);
        if (targets.find(object).isEmpty() || !actor.on(object).imports()) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "IMP-406", "import.problem.object");
        }
        imports.plan(id, proposal.planFor(object, run.file(), run.knownProfile(), actor, readers.of(actor)));
        return Page.redirect("/import/" + id);
    }

    /** One column: where it goes, how it is read, what its values mean. */
    @PostMapping("/import/{id}/columns/{position}")
    Page column(
            @PathVariable long id,
            @PathVariable int position,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        return change(id, screen, actor, (run, plan) -> {
            Map<Integer, ColumnProfile> profiles = profiles(run);
            ColumnProfile profile = profiles.get(position);
            if (profile == null) {
                return plan;
            }
            String target = first(params, "target");
            List<ColumnPlan> columns = new ArrayList<>();
            for (ColumnPlan column : plan.columns()) {
                if (column.position() == position) {
                    columns.add(changed(
                            column, profile, target, params, targets.load(plan.object()), mayAddFields(plan, actor)));
                } else if (target.equals("field:" + column.field())
                        && column.use() == ColumnPlan.Use.FIELD
                        && !mayBeJoined(plan.object(), column.field())) {
                    columns.add(column.aside());
                } else {
                    columns.add(column);
                }
            }
            return settled(plan.with(columns));
        });
    }

    private boolean mayBeJoined(String object, String field) {
        return targets.load(object)
                .find(field)
                .filter(known -> known.type() == FieldType.TEXT || known.type() == FieldType.LONG_TEXT)
                .filter(known -> !known.isDerived())
                .isPresent();
    }

    private boolean mayAddFields(ImportPlan plan, Actor actor) {
        return actor.may(Ability.OBJECTS) && targets.rows(plan.object()).isEmpty();
    }

    private static ColumnPlan changed(
            ColumnPlan column,
            ColumnProfile profile,
            String target,
            MultiValueMap<String, String> params,
            ObjectType type,
            boolean mayAddFields) {
        ColumnPlan moved = column;
        if (target.equals("new") && mayAddFields) {
            FieldType wanted = params.containsKey("type") && column.use() == ColumnPlan.Use.NEW_FIELD
                    ? FieldType.ofKey(first(params, "type"))
                    : Proposal.newType(profile);
            moved = column.asNew(wanted);
        } else if (target.equals("aside")) {
            moved = column.aside();
        } else if (target.equals("ignore")) {
            moved = column.ignored();
        } else if (target.startsWith("field:") && isTarget(type, target.substring(6))) {
            moved = target.substring(6).equals(column.field())
                    ? column
                    : column.meaning(Map.of()).into(target.substring(6));
        }
        String way = first(params, "convention");
        if (!way.isEmpty()) {
            moved = moved.read(read(moved.conventions(), way));
        }
        return moved.meaning(meanings(moved, profile, params));
    }

    private static boolean isTarget(ObjectType type, String path) {
        if (path.equals(ColumnPlan.IDENTIFIER)) {
            return true;
        }
        String bare = path.endsWith("#") ? path.substring(0, path.length() - 1) : path;
        String key = bare.contains(".") ? bare.substring(0, bare.indexOf('.')) : bare;
        return type.find(key).filter(field -> !field.archived()).isPresent();
    }

    private static Conventions read(Conventions conventions, String way) {
        for (DateOrder order : DateOrder.values()) {
            if (order.name().equals(way)) {
                return conventions.with(order);
            }
        }
        for (DecimalMark mark : DecimalMark.values()) {
            if (mark.name().equals(way)) {
                return conventions.with(mark);
            }
        }
        return conventions;
    }

    private static Map<String, String> meanings(
            ColumnPlan column, ColumnProfile profile, MultiValueMap<String, String> params) {
        Map<String, String> meanings = new HashMap<>(column.values());
        for (int i = 0; i < profile.values().size(); i++) {
            String meaning = params.getFirst("value" + i);
            String value = profile.values().get(i).value();
            if (meaning != null) {
                if (meaning.equals("+")) {
                    meanings.remove(value);
                } else {
                    meanings.put(value, meaning);
                }
            }
        }
        return meanings;
    }

    /** All columns that go nowhere become fields, or none of them. */
    @PostMapping("/import/{id}/columns")
    Page columns(@PathVariable long id, @RequestParam("do") String what, Screen screen, Actor actor) {
        return change(id, screen, actor, (run, plan) -> {
            Map<Integer, ColumnProfile> profiles = profiles(run);
            UnaryOperator<ColumnPlan> change = column -> {
                ColumnProfile profile = profiles.get(column.position());
                if (what.equals("new")
                        && mayAddFields(plan, actor)
                        && column.use() == ColumnPlan.Use.ASIDE
                        && profile != null
                        && !profile.isEmpty()) {
                    return column.asNew(Proposal.newType(profile));
                }
                return what.equals("aside") && column.use() == ColumnPlan.Use.NEW_FIELD ? column.aside() : column;
            };
            return settled(plan.with(plan.columns().stream().map(change).toList()));
        });
    }

    @PostMapping("/import/{id}/options")
    Page options(
            @PathVariable long id, @RequestParam MultiValueMap<String, String> params, Screen screen, Actor actor) {
        return change(id, screen, actor, (run, plan) -> {
            ObjectType type = targets.load(plan.object());
            Map<String, String> constants = new HashMap<>(plan.constants());
            for (ObjectField field : type.fields()) {
                String value = params.getFirst("fixed." + field.key());
                if (value != null && field.type() == FieldType.CHOICE) {
                    if (value.isEmpty() || field.choice(value).isEmpty()) {
                        constants.remove(field.key());
                    } else {
                        constants.put(field.key(), value);
                    }
                }
            }
            String owner = first(params, "owner");
            return settled(plan.with(
                    targets.rows(plan.object()).isPresent()
                            ? Mode.CREATE
                            : one(Mode.values(), first(params, "mode"), plan.mode()),
                    params.getOrDefault("key", List.of()).stream()
                            .filter(Objects::nonNull)
                            .toList(),
                    one(EmptyCells.values(), first(params, "empty"), plan.emptyCells()),
                    one(BadCells.values(), first(params, "bad"), plan.badCells()),
                    one(Duplicates.values(), first(params, "duplicates"), plan.duplicates()),
                    owner.matches("\\d{1,18}") ? Long.valueOf(owner) : plan.owner(),
                    params.containsKey("targets"),
                    params.containsKey("choices") && actor.may(Ability.OBJECTS),
                    params.containsKey("running"),
                    constants));
        });
    }

    private static <E extends Enum<E>> E one(E[] all, String name, E usual) {
        for (E value : all) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        return usual;
    }

    /** A key whose column goes elsewhere is no key any more. */
    private static ImportPlan settled(ImportPlan plan) {
        List<String> fields = plan.columns().stream()
                .map(column -> column.use() == ColumnPlan.Use.NEW_FIELD ? "new " + column.position() : column.field())
                .toList();
        return plan.keyed(plan.key().stream().filter(fields::contains).toList());
    }

    private interface Change {
        ImportPlan apply(ImportRun run, ImportPlan plan);
    }

    private Page change(long id, Screen screen, Actor actor, Change change) {
        ImportRun run = ImportController.load(imports, id, actor);
        if (run.plan() == null || !imports.plan(id, change.apply(run, run.knownPlan()))) {
            throw Problem.of(HttpStatus.CONFLICT, "IMP-409", "import.problem.started");
        }
        ImportRun changed = ImportController.load(imports, id, actor);
        return Page.of(templates.transferMapping(screen, pages.mapping(changed, screen, actor)));
    }

    private static Map<Integer, ColumnProfile> profiles(ImportRun run) {
        return run.knownProfile().columns().stream()
                .collect(Collectors.toMap(column -> column.column().position(), column -> column));
    }

    private static String first(MultiValueMap<String, String> params, String name) {
        String value = params.getFirst(name);
        return value == null ? "" : value;
    }
}
