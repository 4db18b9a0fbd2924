package lazo.operational.sales;

import static lazodb.Tables.LEAD_CONVERSION;
import static org.jooq.impl.DSL.selectOne;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.Operator;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.RecordQuery.Sort;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.kernel.timeline.Timeline;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazodb.tables.records.LeadConversionRecord;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes an account, a contact and a deal out of a lead in one go, or joins it to those that are there. The lead's whole
 * history shows on what it became; while nobody has gone on with that, the conversion can be taken back.
 */
@Component
public class LeadConversion {
    /** The write that says so on the lead itself, which nobody may type. */
    static final ScopedValue<Mark> MARK = ScopedValue.newInstance();

    private static final Origin FOLLOWING = new Origin(null, Kind.CREATED, 1, null);
    private static final int MOST_ACTIVITIES = 5_000;

    /** What of a lead belongs to its company; everything else of the same name belongs to the person. */
    private static final Set<String> OF_ACCOUNT = Set.of("address", "source", "tags", "website", "tax_id", "industry");

    private static final Set<String> OF_DEAL = Set.of("source", "tags", "description");

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Access access;
    private final Timeline timeline;
    private final CompanySettings company;
    private final TransactionTemplate transaction;

    LeadConversion(
            DSLContext sql,
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Access access,
            Timeline timeline,
            CompanySettings company,
            TransactionTemplate transaction) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.access = access;
        this.timeline = timeline;
        this.company = company;
        this.transaction = transaction;
    }

    sealed interface Mark {
        long leadId();

        record Converting(
                long leadId,
                @Nullable Long account,
                @Nullable Long contact,
                @Nullable Long opportunity) implements Mark {}

        record TakingBack(long leadId, @Nullable String status) implements Mark {}
    }

    /** What becomes of one side of a lead: its company or its person. */
    public sealed interface Party {
        record None() implements Party {}

        record Existing(long id) implements Party {}

        /** @param draft what was typed; the rest is carried over from the lead */
        record Made(Draft draft) implements Party {}
    }

    /** @param version the version of the lead the actor saw */
    public record Plan(int version, Party account, Party contact, Optional<Draft> deal) {}

    public sealed interface Result {
        record Converted(
                long leadId,
                @Nullable Long account,
                @Nullable Long contact,
                @Nullable Long opportunity) implements Result {}

        /** Nothing was written. @param problems by object: {@code account}, {@code contact}, {@code opportunity}, {@code lead} */
        record Refused(Map<String, List<Problem>> problems) implements Result {
            public Refused {
                problems = Map.copyOf(problems);
            }
        }

        record AlreadyConverted() implements Result {}

        record Missing() implements Result {}

        record Denied() implements Result {}
    }

    public ObjectType leadType() {
        return types.load(LeadRules.OBJECT);
    }

    public boolean isConverted(StoredRecord lead) {
        return LeadRules.CONVERTED.equals(lead.text("status"));
    }

    public Result convert(long leadId, Plan plan, Actor actor) {
        return convert(leadId, plan, actor, null);
    }

    /** @param at when it was converted; {@code null} for now */
    public Result convert(long leadId, Plan plan, Actor actor, @Nullable Instant at) {
        return Objects.requireNonNull(transaction.execute(status -> {
            try {
                return converted(leadId, plan, actor, at);
            } catch (Stop stop) {
                status.setRollbackOnly();
                return stop.result;
            }
        }));
    }

    private Result converted(long leadId, Plan plan, Actor actor, @Nullable Instant at) {
        ObjectType type = leadType();
        sql.select(new RecordTable(type).id())
                .from(new RecordTable(type).table())
                .where(new RecordTable(type).id().eq(leadId))
                .forUpdate()
                .fetch();
        StoredRecord lead = records.find(type, leadId, actor).orElseThrow(() -> new Stop(new Result.Missing()));
        if (!access.mayChange(actor, type, leadId)) {
            throw new Stop(new Result.Denied());
        }
        if (isConverted(lead)) {
            throw new Stop(new Result.AlreadyConverted());
        }
        if (plan.account() instanceof Party.None && plan.contact() instanceof Party.None) {
            throw new Stop(new Result.Refused(Map.of("lead", List.of(Problem.of("", "SAL-106")))));
        }
        Long owner = ownerOf(lead, actor);
        Origin origin = new Origin(null, Kind.CONVERTED, 0, at);
        Side account = party("account", plan.account(), lead, owner, Map.of(), actor, origin);
        Map<String, @Nullable Object> ofCompany = new HashMap<>();
        if (account.id() != null) {
            ofCompany.put("account", account.id());
        }
        Side contact = party("contact", plan.contact(), lead, owner, ofCompany, actor, origin);
        boolean joined = plan.contact() instanceof Party.Existing && join(contact, account, actor);
        @Nullable
        Long deal = plan.deal()
                .map(draft -> deal(draft, lead, owner, account.id(), contact.id(), actor, origin))
                .orElse(null);
        for (Long page : pages(account.id(), contact.id(), deal)) {
            timeline.copyPages(leadId, page);
        }
        List<Long> activities = takeActivitiesAlong(leadId, account.id(), contact.id(), deal, actor);
        StoredRecord marked = mark(
                new Mark.Converting(leadId, account.id(), contact.id(), deal),
                lead,
                plan.version(),
                program(actor),
                at);
        sql.insertInto(LEAD_CONVERSION)
                .set(LEAD_CONVERSION.LEAD_ID, leadId)
                .set(LEAD_CONVERSION.CONVERTED_BY, actor.id())
                .set(
                        LEAD_CONVERSION.CONVERTED_AT,
                        Objects.requireNonNullElse(marked.moment("converted_at"), Instant.EPOCH)
                                .atOffset(ZoneOffset.UTC))
                .set(LEAD_CONVERSION.STATUS_BEFORE, lead.text("status"))
                .set(LEAD_CONVERSION.ACCOUNT_ID, account.id())
                .set(LEAD_CONVERSION.CONTACT_ID, contact.id())
                .set(LEAD_CONVERSION.OPPORTUNITY_ID, deal)
                .set(LEAD_CONVERSION.ACCOUNT_MADE, account.isNew())
                .set(LEAD_CONVERSION.CONTACT_MADE, contact.isNew())
                .set(LEAD_CONVERSION.CONTACT_JOINED, joined)
                .set(LEAD_CONVERSION.LEAD_VERSION, marked.version())
                .set(LEAD_CONVERSION.ACCOUNT_VERSION, version("account", account.id()))
                .set(LEAD_CONVERSION.CONTACT_VERSION, version("contact", contact.id()))
                .set(LEAD_CONVERSION.OPPORTUNITY_VERSION, version(DealRules.OBJECT, deal))
                .set(LEAD_CONVERSION.ACTIVITIES, activities.toArray(Long[]::new))
                .execute();
        return new Result.Converted(leadId, account.id(), contact.id(), deal);
    }

    /** A record of the conversion. @param id null where the plan wanted none */
    private record Side(@Nullable Long id, boolean isNew) {}

    /** Ends a conversion with this answer; everything written so far is taken back. */
    private static final class Stop extends RuntimeException {
        private final transient Result result;

        Stop(Result result) {
            super(null, null, false, false);
            this.result = result;
        }
    }

    private Side party(
            String object,
            Party wanted,
            StoredRecord lead,
            @Nullable Long owner,
            Map<String, @Nullable Object> more,
            Actor actor,
            Origin origin) {
        return switch (wanted) {
            case Party.None none -> new Side(null, false);
            case Party.Existing(long id) -> {
                if (records.find(types.load(object), id, actor).isEmpty()) {
                    throw new Stop(new Result.Refused(Map.of(object, List.of(Problem.of("", "REC-118")))));
                }
                yield new Side(id, false);
            }
            case Party.Made(Draft draft) -> {
                Map<String, @Nullable Object> values = carried(lead, types.load(object));
                values.putAll(draft.values());
                values.putAll(more);
                yield new Side(create(object, new Draft(values, draft.problems()), owner, actor, origin), true);
            }
        };
    }

    private long deal(
            Draft typed,
            StoredRecord lead,
            @Nullable Long owner,
            @Nullable Long account,
            @Nullable Long contact,
            Actor actor,
            Origin origin) {
        Map<String, @Nullable Object> values = carried(lead, types.load(DealRules.OBJECT));
        values.putAll(typed.values());
        values.put("account", account);
        values.put("contact", contact);
        return create(DealRules.OBJECT, new Draft(values, typed.problems()), owner, actor, origin);
    }

    private long create(String object, Draft draft, @Nullable Long owner, Actor actor, Origin origin) {
        Map<String, @Nullable Object> values = new HashMap<>(draft.values());
        values.putIfAbsent("owner", owner);
        WriteResult result = changes.create(types.load(object), new Draft(values, draft.problems()), actor, origin);
        return switch (result) {
            case WriteResult.Saved(var record, var changed) -> record.id();
            case WriteResult.Invalid(var problems) -> throw new Stop(new Result.Refused(Map.of(object, problems)));
            case WriteResult.Denied() -> throw new Stop(new Result.Denied());
            case WriteResult.Missing() -> throw new Stop(new Result.Missing());
            case WriteResult.Conflict conflict -> throw new IllegalStateException("A new record cannot clash");
        };
    }

    /** The lead's owner goes on with it, unless that would take it out of the actor's sight. */
    private static @Nullable Long ownerOf(StoredRecord lead, Actor actor) {
        return actor.on(lead.type().key()).see() == Scope.OWN ? Long.valueOf(actor.id()) : lead.owner();
    }

    /** Values of the lead's fields that the other object has too, under the same key and of the same type. */
    public Map<String, @Nullable Object> carried(StoredRecord lead, ObjectType to) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (ObjectField field : to.fields()) {
            Optional<ObjectField> own = lead.type().find(field.key());
            boolean same = own.filter(from -> !from.archived() && from.type() == field.type())
                    .isPresent();
            if (!same || !field.isTyped() || field.key().equals("owner") || !belongs(to.key(), field)) {
                continue;
            }
            Object value = lead.value(field.key());
            if (value != null && fits(field, value)) {
                values.put(field.key(), value);
            }
        }
        switch (to.key()) {
            case "account" -> {
                values.put("name", lead.text("company"));
                values.put("lifecycle", "prospect");
            }
            case "contact" -> {
                String[] words = lead.title().strip().split("\\s+", 2);
                values.put("first_name", words[0]);
                values.put("last_name", words.length > 1 ? words[1] : null);
                values.put("lifecycle", "prospect");
            }
            case DealRules.OBJECT -> {
                values.put("amount", lead.money("estimated_amount"));
                values.put("name", dealName(lead));
            }
            default -> throw new IllegalArgumentException("A lead does not become a " + to.key());
        }
        values.keySet()
                .removeIf(key -> to.find(key).filter(ObjectField::isTyped).isEmpty()
                        || (key.equals("lifecycle")
                                && to.field("lifecycle").choice("prospect").isEmpty()));
        return values;
    }

    private static boolean belongs(String object, ObjectField field) {
        return switch (object) {
            case "account" -> OF_ACCOUNT.contains(field.key()) || field.pack() == null;
            case DealRules.OBJECT -> OF_DEAL.contains(field.key()) || field.pack() == null;
            default -> true;
        };
    }

    private static boolean fits(ObjectField field, Object value) {
        return switch (field.type()) {
            case CHOICE -> field.choice((String) value).isPresent();
            case MULTI_CHOICE ->
                ((List<?>) value)
                        .stream().allMatch(key -> field.choice((String) key).isPresent());
            case TEXT,
                    LONG_TEXT,
                    NUMBER,
                    MONEY,
                    PERCENT,
                    DATE,
                    DATE_TIME,
                    YES_NO,
                    EMAIL,
                    PHONE,
                    LINK,
                    ADDRESS,
                    USER,
                    LOOKUP,
                    TAGS,
                    AUTO_NUMBER -> true;
            case STAGE -> false;
        };
    }

    private static String dealName(StoredRecord lead) {
        String interest = lead.text("product_interest");
        String of = lead.text("company") == null ? lead.title() : Objects.requireNonNull(lead.text("company"));
        return interest == null ? of : interest + " · " + of;
    }

    /** A contact that was there gets the account, where it has none and the actor may change it. */
    private boolean join(Side contact, Side account, Actor actor) {
        if (contact.id() == null || account.id() == null) {
            return false;
        }
        ObjectType type = types.load("contact");
        Optional<StoredRecord> there =
                records.find(type, contact.id(), actor).filter(record -> record.reference("account") == null);
        return there.isPresent()
                && changes.change(
                                type,
                                contact.id(),
                                there.get().version(),
                                Draft.of(Map.of("account", account.id())),
                                actor,
                                FOLLOWING)
                        instanceof WriteResult.Saved;
    }

    private static List<Long> pages(@Nullable Long account, @Nullable Long contact, @Nullable Long deal) {
        List<Long> pages = new ArrayList<>();
        for (Long page : Arrays.asList(account, contact, deal)) {
            if (page != null) {
                pages.add(page);
            }
        }
        return pages;
    }

    /** What was done and planned with the lead is from now on done and planned with what it became. */
    private List<Long> takeActivitiesAlong(
            long leadId, @Nullable Long account, @Nullable Long contact, @Nullable Long deal, Actor actor) {
        Map<String, @Nullable Long> wanted = new HashMap<>();
        wanted.put("account", account);
        wanted.put("contact", contact);
        wanted.put("opportunity", deal);
        List<Long> moved = new ArrayList<>();
        for (StoredRecord activity : activities(leadId, program(actor))) {
            Map<String, @Nullable Object> values = new HashMap<>();
            wanted.forEach((key, id) -> {
                if (id != null && activity.value(key) == null) {
                    values.put(key, id);
                }
            });
            if (!values.isEmpty()
                    && changes.change(
                                    activity.type(),
                                    activity.id(),
                                    activity.version(),
                                    Draft.of(values),
                                    program(actor),
                                    FOLLOWING)
                            instanceof WriteResult.Saved) {
                moved.add(activity.id());
            }
        }
        return moved;
    }

    private List<StoredRecord> activities(long leadId, Actor program) {
        return types.find("activity")
                .map(type -> records.list(
                                RecordQuery.of(type, new Filter.Condition("lead", Operator.IS, String.valueOf(leadId)))
                                        .sorted(Sort.of("created_at"))
                                        .limited(MOST_ACTIVITIES),
                                program,
                                zone())
                        .records())
                .orElse(List.of());
    }

    private java.time.ZoneId zone() {
        return company.find().map(is -> is.zone()).orElse(ZoneOffset.UTC);
    }

    private StoredRecord mark(Mark mark, StoredRecord lead, int version, Actor program, @Nullable Instant at) {
        WriteResult result = ScopedValue.where(MARK, mark)
                .call(() -> changes.change(
                        lead.type(),
                        lead.id(),
                        version,
                        Draft.of(Map.of()),
                        program,
                        new Origin(null, Kind.CREATED, 0, at)));
        return switch (result) {
            case WriteResult.Saved(var record, var changed) -> record;
            case WriteResult.Invalid(var problems) -> throw new Stop(new Result.Refused(Map.of("lead", problems)));
            case WriteResult.Denied() -> throw new Stop(new Result.Denied());
            case WriteResult.Missing() -> throw new Stop(new Result.Missing());
            case WriteResult.Conflict conflict -> throw new Stop(new Result.AlreadyConverted());
        };
    }

    private @Nullable Integer version(String object, @Nullable Long id) {
        if (id == null) {
            return null;
        }
        RecordTable table = new RecordTable(types.load(object));
        return sql.select(table.version())
                .from(table.table())
                .where(table.id().eq(id), table.deletedAt().isNull())
                .fetchOne(table.version());
    }

    /** The program in the name of the one whose doing it follows. */
    private static Actor program(Actor actor) {
        return actor.asProgram();
    }

    /** What taking back did or why it did not. */
    public enum TakenBack {
        DONE,
        /** Somebody has worked on with what the lead became. */
        TOO_LATE,
        MISSING
    }

    /** Whether the conversion of this lead can still be taken back. */
    public boolean mayTakeBack(long leadId) {
        return last(leadId).filter(this::isUntouched).isPresent();
    }

    public TakenBack takeBack(long leadId, Actor actor) {
        return Objects.requireNonNull(transaction.execute(status -> {
            try {
                return takenBack(leadId, actor);
            } catch (Stop stop) {
                status.setRollbackOnly();
                return TakenBack.MISSING;
            }
        }));
    }

    private TakenBack takenBack(long leadId, Actor actor) {
        ObjectType type = leadType();
        Optional<LeadConversionRecord> last = last(leadId);
        Optional<StoredRecord> lead = records.find(type, leadId, actor);
        if (last.isEmpty() || lead.isEmpty() || !access.mayChange(actor, type, leadId)) {
            return TakenBack.MISSING;
        }
        LeadConversionRecord conversion = last.get();
        if (!isUntouched(conversion)) {
            return TakenBack.TOO_LATE;
        }
        Actor program = program(actor);
        freeActivities(conversion, program);
        if (conversion.getOpportunityId() != null) {
            changes.delete(types.load(DealRules.OBJECT), conversion.getOpportunityId(), program, FOLLOWING);
        }
        takeBackParty("contact", conversion.getContactId(), conversion.getContactMade(), leadId, program);
        if (conversion.getContactJoined() && conversion.getContactId() != null) {
            empty("contact", conversion.getContactId(), "account", program);
        }
        takeBackParty("account", conversion.getAccountId(), conversion.getAccountMade(), leadId, program);
        mark(
                new Mark.TakingBack(leadId, conversion.getStatusBefore()),
                lead.get(),
                lead.get().version(),
                program,
                null);
        sql.update(LEAD_CONVERSION)
                .set(LEAD_CONVERSION.UNDONE_AT, DSL.currentOffsetDateTime())
                .where(LEAD_CONVERSION.ID.eq(conversion.getId()))
                .execute();
        return TakenBack.DONE;
    }

    private void takeBackParty(String object, @Nullable Long id, boolean made, long leadId, Actor program) {
        if (id == null) {
            return;
        }
        if (made) {
            changes.delete(types.load(object), id, program, FOLLOWING);
        } else {
            timeline.removePages(id, leadId);
        }
    }

    private void empty(String object, long id, String field, Actor program) {
        ObjectType type = types.load(object);
        Map<String, @Nullable Object> nothing = new HashMap<>();
        nothing.put(field, null);
        records.find(type, id, program)
                .ifPresent(record -> changes.change(type, id, record.version(), Draft.of(nothing), program, FOLLOWING));
    }

    private void freeActivities(LeadConversionRecord conversion, Actor program) {
        ObjectType type = types.load("activity");
        for (StoredRecord activity : records.find(type, Arrays.asList(conversion.getActivities()), program)) {
            Map<String, @Nullable Object> values = new HashMap<>();
            emptied(values, activity, "account", conversion.getAccountId());
            emptied(values, activity, "contact", conversion.getContactId());
            emptied(values, activity, "opportunity", conversion.getOpportunityId());
            changes.change(type, activity.id(), activity.version(), Draft.of(values), program, FOLLOWING);
        }
    }

    private static void emptied(
            Map<String, @Nullable Object> values, StoredRecord activity, String field, @Nullable Long given) {
        if (given != null && given.equals(activity.reference(field))) {
            values.put(field, null);
        }
    }

    private Optional<LeadConversionRecord> last(long leadId) {
        return sql.selectFrom(LEAD_CONVERSION)
                .where(LEAD_CONVERSION.LEAD_ID.eq(leadId), LEAD_CONVERSION.UNDONE_AT.isNull())
                .orderBy(LEAD_CONVERSION.ID.desc())
                .limit(1)
                .fetchOptional();
    }

    private boolean isUntouched(LeadConversionRecord conversion) {
        boolean sameVersions = Objects.equals(
                        version(LeadRules.OBJECT, conversion.getLeadId()), conversion.getLeadVersion())
                && (!conversion.getAccountMade()
                        || Objects.equals(
                                version("account", conversion.getAccountId()), conversion.getAccountVersion()))
                && (!(conversion.getContactMade() || conversion.getContactJoined())
                        || Objects.equals(
                                version("contact", conversion.getContactId()), conversion.getContactVersion()))
                && Objects.equals(
                        version(DealRules.OBJECT, conversion.getOpportunityId()), conversion.getOpportunityVersion());
        return sameVersions && !isReferredTo(conversion);
    }

    /** Whether any other record points at one that the conversion made. */
    private boolean isReferredTo(LeadConversionRecord conversion) {
        Map<String, Long> made = new HashMap<>();
        if (conversion.getAccountMade() && conversion.getAccountId() != null) {
            made.put("account", conversion.getAccountId());
        }
        if (conversion.getContactMade() && conversion.getContactId() != null) {
            made.put("contact", conversion.getContactId());
        }
        if (conversion.getOpportunityId() != null) {
            made.put(DealRules.OBJECT, conversion.getOpportunityId());
        }
        Set<Long> own = new HashSet<>(made.values());
        own.add(conversion.getLeadId());
        if (conversion.getContactId() != null) {
            own.add(conversion.getContactId());
        }
        own.addAll(Arrays.stream(conversion.getActivities()).collect(Collectors.toSet()));
        for (ObjectType type : types.all()) {
            RecordTable table = new RecordTable(type);
            for (ObjectField field : type.fields()) {
                Long target = field.type() == FieldType.LOOKUP ? made.get(field.target()) : null;
                if (target != null
                        && sql.fetchExists(selectOne()
                                .from(table.table())
                                .where(
                                        table.reference(field).eq(target),
                                        table.deletedAt().isNull(),
                                        table.id().notIn(own)))) {
                    return true;
                }
            }
        }
        return false;
    }
}
