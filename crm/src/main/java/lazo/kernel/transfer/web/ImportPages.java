package lazo.kernel.transfer.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.transfer.ColumnPlan;
import lazo.kernel.transfer.ImportPlan;
import lazo.kernel.transfer.ImportProblems;
import lazo.kernel.transfer.ImportRun;
import lazo.kernel.transfer.ImportTargets;
import lazo.kernel.transfer.Proposal;
import lazo.kernel.transfer.RowNote;
import lazo.kernel.transfer.mapping.Origin;
import lazo.kernel.transfer.profile.ColumnProfile;
import lazo.kernel.transfer.profile.ColumnType;
import lazo.kernel.transfer.profile.DateOrder;
import lazo.kernel.transfer.profile.DecimalMark;
import lazo.kernel.transfer.profile.Evidence;
import lazo.kernel.transfer.profile.Misfits;
import lazo.kernel.transfer.profile.Words;
import lazo.kernel.transfer.source.Format;
import lazo.kernel.transfer.web.ColumnRow.ValueRow;
import lazo.kernel.transfer.web.MappingPage.FixedValue;
import lazo.kernel.transfer.web.ProblemPage.Line;
import lazo.kernel.transfer.web.ProblemPage.Sum;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what the screens of an import show. */
@Component
class ImportPages {
    private static final int PROBLEMS = 100;

    private final ImportTargets targets;
    private final Access access;
    private final Users users;
    private final Proposal proposal;
    private final ImportProblems problems;

    ImportPages(ImportTargets targets, Access access, Users users, Proposal proposal, ImportProblems problems) {
        this.targets = targets;
        this.access = access;
        this.users = users;
        this.proposal = proposal;
        this.problems = problems;
    }

    /** Those the actor may bring in. */
    List<Option> objects(Screen screen, Actor actor) {
        return targets.all().stream()
                .filter(type -> actor.on(type.key()).imports())
                .map(type -> new Option(type.key(), type.plural().in(screen.locale())))
                .toList();
    }

    MappingPage mapping(ImportRun run, Screen screen, Actor actor) {
        ImportPlan plan = run.plan();
        String origin = proposal.origin(run.knownProfile()).map(Origin::title).orElse(null);
        if (plan == null) {
            return new MappingPage(
                    run,
                    null,
                    null,
                    origin,
                    objects(screen, actor),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    false,
                    0,
                    false,
                    false,
                    true,
                    List.of());
        }
        ObjectType type = targets.load(plan.object());
        FieldMask mask = access.mask(actor, type);
        Map<Integer, ColumnPlan> plans =
                plan.columns().stream().collect(Collectors.toMap(ColumnPlan::position, column -> column));
        List<ColumnRow> rows = new ArrayList<>();
        for (ColumnProfile column : run.knownProfile().columns()) {
            ColumnPlan of = plans.get(column.column().position());
            if (of != null) {
                rows.add(row(column, of, type, run, screen));
            }
        }
        boolean named = names(type, plan);
        boolean mayAddFields =
                actor.may(Ability.OBJECTS) && targets.rows(type.key()).isEmpty();
        return new MappingPage(
                run,
                type,
                plan,
                origin,
                objects(screen, actor),
                rows,
                targets(type, mask, origin, mayAddFields, screen),
                newTypes(screen),
                keys(type, plan, run, screen),
                owners(screen),
                fixed(type, mask, plan, screen),
                !named,
                (int) rows.stream().filter(ColumnRow::goesNowhere).count(),
                mayAddFields,
                plan.columns().stream().anyMatch(column -> isLookup(type, column)),
                targets.rows(type.key()).isEmpty(),
                refusals(type, plan, named, screen));
    }

    private static boolean isLookup(ObjectType type, ColumnPlan column) {
        return column.use() == ColumnPlan.Use.FIELD
                && type.find(column.field())
                        .filter(field -> field.type() == FieldType.LOOKUP)
                        .isPresent();
    }

    private static boolean names(ObjectType type, ImportPlan plan) {
        Set<String> keys = new HashSet<>(type.titleField().template());
        keys.add(type.titleField().key());
        return plan.columns().stream()
                .anyMatch(column -> column.use() == ColumnPlan.Use.FIELD && keys.contains(column.field()));
    }

    private List<String> refusals(ObjectType type, ImportPlan plan, boolean named, Screen screen) {
        List<String> refusals = new ArrayList<>();
        if (!named && !plan.runningName() && plan.mode() != ImportPlan.Mode.UPDATE) {
            refusals.add(
                    screen.t("import.refusal.no-name", type.titleField().label().in(screen.locale())));
        }
        if (plan.mode().updates() && plan.key().isEmpty()) {
            refusals.add(screen.t("import.refusal.no-key"));
        }
        if (plan.columns().stream()
                .noneMatch(
                        column -> column.use() == ColumnPlan.Use.FIELD || column.use() == ColumnPlan.Use.NEW_FIELD)) {
            refusals.add(screen.t("import.refusal.nothing"));
        }
        return refusals;
    }

    // One column

    private ColumnRow row(ColumnProfile column, ColumnPlan plan, ObjectType type, ImportRun run, Screen screen) {
        List<Option> conventions = conventions(column, plan, type, screen);
        ObjectField list = listField(type, plan);
        return new ColumnRow(
                column.column().position(),
                name(column, run, screen),
                icon(column.type()),
                screen.t("import.type." + key(column.type())),
                column.examples(),
                column.rows() == 0 ? "" : screen.percent(100.0 * column.filled() / column.rows()),
                conventions.isEmpty() ? "" : evidence(column, plan, screen),
                !conventions.isEmpty()
                        && column.evidence().asks()
                        && plan.conventions().equals(column.conventions()),
                misfits(column.misfits(), screen),
                target(plan),
                plan.use() == ColumnPlan.Use.NEW_FIELD
                        ? Objects.requireNonNullElse(plan.newType(), FieldType.TEXT)
                                .key()
                        : null,
                conventions,
                convention(column, plan, type),
                list == null ? List.of() : values(column, plan, list, type, screen),
                list == null ? List.of() : valueOptions(list, type, screen));
    }

    String name(ColumnProfile column, ImportRun run, Screen screen) {
        return name(
                column.column().header(),
                column.column().position(),
                column.column().repeat(),
                run,
                screen);
    }

    private static String name(String header, int position, int repeat, ImportRun run, Screen screen) {
        if (header.isEmpty()) {
            return screen.t("import.column", position + 1);
        }
        if (run.file().format() instanceof Format.Cards) {
            return screen.t("import.card." + header);
        }
        return repeat > 1 ? header + " (" + repeat + ")" : header;
    }

    private static String key(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String icon(ColumnType type) {
        return switch (type) {
            case YES_NO -> "checkbox";
            case WHOLE, DECIMAL -> "hash";
            case MONEY -> "coin";
            case PERCENT -> "percentage";
            case DATE, DATE_TIME -> "calendar";
            case EMAIL -> "mail";
            case PHONE -> "phone";
            case LINK -> "link";
            case CHOICE -> "list";
            case TAGS -> "tag";
            case LONG_TEXT -> "article";
            case TEXT -> "abc";
        };
    }

    private static String target(ColumnPlan plan) {
        return switch (plan.use()) {
            case FIELD -> "field:" + plan.field();
            case NEW_FIELD -> "new";
            case ASIDE -> "aside";
            case IGNORE -> "ignore";
        };
    }

    /** Whether the values of a column must be read in one of several ways, given where they go. */
    private static boolean readsDates(ColumnProfile column, ColumnPlan plan, ObjectType type) {
        FieldType goes = goesTo(plan, type);
        return goes == null ? column.type().isDate() : goes == FieldType.DATE || goes == FieldType.DATE_TIME;
    }

    private static boolean readsFigures(ColumnProfile column, ColumnPlan plan, ObjectType type) {
        FieldType goes = goesTo(plan, type);
        return goes == null
                ? column.type().isNumber()
                : goes == FieldType.NUMBER || goes == FieldType.MONEY || goes == FieldType.PERCENT;
    }

    private static @Nullable FieldType goesTo(ColumnPlan plan, ObjectType type) {
        return switch (plan.use()) {
            case NEW_FIELD -> plan.newType();
            case FIELD -> type.find(plan.field()).map(ObjectField::type).orElse(null);
            case ASIDE, IGNORE -> null;
        };
    }

    private static List<Option> conventions(ColumnProfile column, ColumnPlan plan, ObjectType type, Screen screen) {
        if (plan.use() == ColumnPlan.Use.ASIDE || plan.use() == ColumnPlan.Use.IGNORE) {
            return List.of();
        }
        if (readsDates(column, plan, type)) {
            return column.evidence() instanceof Evidence.NotNeeded
                            && column.type().isDate()
                    ? List.of()
                    : List.of(
                            option(DateOrder.DAY_MONTH_YEAR, screen),
                            option(DateOrder.MONTH_DAY_YEAR, screen),
                            option(DateOrder.YEAR_MONTH_DAY, screen));
        }
        if (readsFigures(column, plan, type)) {
            return column.evidence() instanceof Evidence.NotNeeded
                            && column.type().isNumber()
                    ? List.of()
                    : List.of(option(DecimalMark.COMMA, screen), option(DecimalMark.DOT, screen));
        }
        return List.of();
    }

    private static Option option(Enum<?> convention, Screen screen) {
        return new Option(convention.name(), screen.t("import.convention." + key(convention)));
    }

    private static String convention(ColumnProfile column, ColumnPlan plan, ObjectType type) {
        return readsDates(column, plan, type)
                ? plan.conventions().dateOrder().name()
                : plan.conventions().decimalMark().name();
    }

    private static String evidence(ColumnProfile column, ColumnPlan plan, Screen screen) {
        String way = screen.t("import.read-as."
                + (column.type().isDate()
                        ? key(plan.conventions().dateOrder())
                        : key(plan.conventions().decimalMark())));
        if (!plan.conventions().equals(column.conventions())) {
            return screen.t("import.evidence.chosen", way);
        }
        return switch (column.evidence()) {
            case Evidence.NotNeeded ignored -> "";
            case Evidence.Proven(long line, String value) ->
                screen.t("import.evidence.proven", way, value, screen.number(line));
            case Evidence.SameFile(String other, long line, String value) ->
                screen.t("import.evidence.same-file", way, other, value, screen.number(line));
            case Evidence.Assumed(long line, String value) ->
                screen.t("import.evidence.assumed", way, value, screen.number(line));
            case Evidence.Contradicted(long line, String value, long otherLine, String otherValue) ->
                screen.t(
                        "import.evidence.contradicted",
                        way,
                        value,
                        screen.number(line),
                        otherValue,
                        screen.number(otherLine));
        };
    }

    private static String misfits(Misfits misfits, Screen screen) {
        if (misfits.isEmpty()) {
            return "";
        }
        String places = misfits.first().stream()
                .limit(3)
                .map(place -> screen.t("import.misfit", place.value(), screen.number(place.line())))
                .collect(Collectors.joining(", "));
        return screen.t("import.misfits", screen.number(misfits.count()), places);
    }

    private static @Nullable ObjectField listField(ObjectType type, ColumnPlan plan) {
        return plan.use() != ColumnPlan.Use.FIELD
                ? null
                : type.find(plan.field())
                        .filter(field -> field.type().hasChoices() || field.type() == FieldType.STAGE)
                        .orElse(null);
    }

    private static List<ValueRow> values(
            ColumnProfile column, ColumnPlan plan, ObjectField list, ObjectType type, Screen screen) {
        Map<String, String> known = new HashMap<>();
        if (list.type() == FieldType.STAGE) {
            type.pipelines()
                    .forEach(pipeline -> pipeline.stages().forEach(stage -> {
                        stage.label()
                                .byLanguage()
                                .values()
                                .forEach(label -> known.putIfAbsent(Words.fold(label), stage.key()));
                        known.put(Words.fold(stage.key()), stage.key());
                    }));
        } else {
            list.choices().forEach(choice -> {
                choice.label()
                        .byLanguage()
                        .values()
                        .forEach(label -> known.putIfAbsent(Words.fold(label), choice.key()));
                known.put(Words.fold(choice.key()), choice.key());
            });
        }
        return column.values().stream()
                .map(value -> new ValueRow(
                        value.value(),
                        screen.number(value.count()),
                        plan.values().getOrDefault(value.value(), known.getOrDefault(Words.fold(value.value()), "+"))))
                .toList();
    }

    private static List<Option> valueOptions(ObjectField list, ObjectType type, Screen screen) {
        List<Option> options = new ArrayList<>();
        if (list.type() == FieldType.STAGE) {
            type.pipelines()
                    .forEach(pipeline -> pipeline.current()
                            .forEach(stage -> options.add(
                                    new Option(stage.key(), stage.label().in(screen.locale())))));
            options.add(new Option("+", screen.t("import.value.reject")));
        } else {
            list.currentChoices()
                    .forEach(choice ->
                            options.add(new Option(choice.key(), choice.label().in(screen.locale()))));
            options.add(new Option("+", screen.t("import.value.new")));
        }
        options.add(new Option("", screen.t("import.value.none")));
        return options;
    }

    // Where columns may go

    private List<TargetGroup> targets(
            ObjectType type, FieldMask mask, @Nullable String origin, boolean mayAddFields, Screen screen) {
        List<Option> fields = new ArrayList<>();
        List<Option> references = new ArrayList<>();
        for (ObjectField field : type.fields()) {
            boolean whole = field.isDerived()
                    && field.equals(type.titleField())
                    && field.template().size() == 2;
            if (!mask.allowsChange(field.key()) || !field.isTyped() && !whole) {
                continue;
            }
            String label = field.label().in(screen.locale());
            if (field.type() == FieldType.ADDRESS) {
                for (String part : Address.PARTS) {
                    fields.add(new Option(
                            "field:" + field.key() + "." + part, label + ": " + screen.t("import.part." + part)));
                }
            } else {
                fields.add(new Option("field:" + field.key(), label));
                if (field.type() == FieldType.LOOKUP && origin != null) {
                    references.add(new Option(
                            "field:" + field.key() + "#", screen.t("import.target.by-identifier", label, origin)));
                }
            }
        }
        if (origin != null) {
            references.add(new Option("field:#", screen.t("import.target.identifier", origin)));
        }
        List<Option> others = new ArrayList<>();
        if (mayAddFields) {
            others.add(new Option("new", screen.t("import.target.new")));
        }
        others.add(new Option("aside", screen.t("import.target.aside")));
        others.add(new Option("ignore", screen.t("import.target.ignore")));
        List<TargetGroup> groups = new ArrayList<>();
        groups.add(new TargetGroup(screen.t("import.targets.others"), others));
        groups.add(new TargetGroup(screen.t("import.targets.fields"), fields));
        if (!references.isEmpty()) {
            groups.add(new TargetGroup(screen.t("import.targets.references"), references));
        }
        return groups;
    }

    private static List<Option> newTypes(Screen screen) {
        List<Option> options = new ArrayList<>();
        for (FieldType type : FieldType.values()) {
            boolean offered = switch (type) {
                case TEXT,
                        LONG_TEXT,
                        NUMBER,
                        MONEY,
                        PERCENT,
                        DATE,
                        DATE_TIME,
                        YES_NO,
                        CHOICE,
                        MULTI_CHOICE,
                        EMAIL,
                        PHONE,
                        LINK,
                        TAGS -> true;
                case ADDRESS, USER, LOOKUP, AUTO_NUMBER, STAGE -> false;
            };
            if (offered) {
                options.add(new Option(type.key(), screen.t("import.field-type." + type.key())));
            }
        }
        return options;
    }

    private List<Option> keys(ObjectType type, ImportPlan plan, ImportRun run, Screen screen) {
        List<Option> keys = new ArrayList<>();
        Map<Integer, ColumnProfile> profiles = run.knownProfile().columns().stream()
                .collect(Collectors.toMap(column -> column.column().position(), column -> column));
        for (ColumnPlan column : plan.columns()) {
            ColumnProfile profile = profiles.get(column.position());
            if (profile == null) {
                continue;
            }
            if (column.use() == ColumnPlan.Use.FIELD && column.field().equals(ColumnPlan.IDENTIFIER)) {
                keys.add(new Option(column.field(), name(profile, run, screen)));
            } else if (column.use() == ColumnPlan.Use.FIELD) {
                type.find(column.field())
                        .filter(Proposal::servesAsKey)
                        .filter(field -> !field.isDerived())
                        .ifPresent(field -> keys.add(new Option(
                                field.key(),
                                name(profile, run, screen) + " → "
                                        + field.label().in(screen.locale()))));
            } else if (column.use() == ColumnPlan.Use.NEW_FIELD && Proposal.servesAsKey(profile.type())) {
                keys.add(new Option("new " + column.position(), name(profile, run, screen)));
            }
        }
        return keys;
    }

    private List<Option> owners(Screen screen) {
        List<Option> owners = new ArrayList<>();
        for (User user : users.active()) {
            owners.add(new Option(String.valueOf(user.id()), user.name()));
        }
        return owners;
    }

    private static List<FixedValue> fixed(ObjectType type, FieldMask mask, ImportPlan plan, Screen screen) {
        Set<String> filled = plan.columns().stream().map(ColumnPlan::field).collect(Collectors.toSet());
        List<FixedValue> fixed = new ArrayList<>();
        for (ObjectField field : type.fields()) {
            if (field.type() == FieldType.CHOICE
                    && field.isTyped()
                    && mask.allowsChange(field.key())
                    && !filled.contains(field.key())
                    && (field.milestone()
                            || field.required()
                            || field.key().equals("source")
                            || field.key().equals("lifecycle"))) {
                List<Option> options = new ArrayList<>();
                options.add(new Option("", screen.t("import.fixed.none")));
                field.currentChoices()
                        .forEach(choice -> options.add(
                                new Option(choice.key(), choice.label().in(screen.locale()))));
                fixed.add(new FixedValue(
                        field.key(),
                        field.label().in(screen.locale()),
                        options,
                        plan.constants().getOrDefault(field.key(), "")));
            }
        }
        return fixed;
    }

    // Problems

    ProblemPage problems(ImportRun run, boolean trial, long after, Screen screen) {
        Map<Integer, String> columns = new HashMap<>();
        run.knownProfile()
                .columns()
                .forEach(column -> columns.put(column.column().position(), name(column, run, screen)));
        List<Sum> sums = after > 0
                ? List.of()
                : problems.counts(run.id(), trial).stream()
                        .map(count -> new Sum(
                                screen.t("import.sum." + count.code().replaceFirst("^REC-.*", "REC")),
                                columns.getOrDefault(count.position(), ""),
                                screen.number(count.count()),
                                count.fatal()))
                        .toList();
        List<RowNote> notes = problems.list(run.id(), trial, after, PROBLEMS + 1);
        boolean more = notes.size() > PROBLEMS;
        List<RowNote> shown = notes;
        if (more) {
            long last = notes.get(PROBLEMS).row();
            List<RowNote> whole =
                    notes.stream().filter(note -> note.row() < last).toList();
            shown = whole.isEmpty() ? notes : whole;
        }
        List<Line> lines = shown.stream()
                .map(note -> new Line(
                        screen.number(note.line()),
                        columns.getOrDefault(note.position(), ""),
                        reason(note, run, screen),
                        note.code(),
                        note.fatal()))
                .toList();
        return new ProblemPage(sums, lines, more ? shown.get(shown.size() - 1).row() : -1, trial);
    }

    /** A problem as a sentence. */
    String reason(RowNote note, ImportRun run, Screen screen) {
        Object[] arguments = note.arguments().toArray();
        if (note.code().equals("IMP-211") && run.plan() != null && arguments.length > 0) {
            arguments[0] = targets.load(run.knownPlan().object())
                    .find(String.valueOf(arguments[0]))
                    .map(field -> field.label().in(screen.locale()))
                    .orElse(String.valueOf(arguments[0]));
        }
        return screen.t(note.messageKey(), arguments);
    }
}
