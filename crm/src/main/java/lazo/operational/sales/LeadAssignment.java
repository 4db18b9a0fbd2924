package lazo.operational.sales;

import static org.jooq.impl.DSL.count;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazo.kernel.filter.UnanswerableFilter;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.BulkChanges;
import lazo.kernel.record.BulkChanges.Edit;
import lazo.kernel.record.BulkChanges.Selection;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazo.operational.sales.AssignmentRules.Rule;
import lazo.platform.web.Messages;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Gives new leads to sellers by the first {@link AssignmentRules rule} that fits, and notes on the lead why: leads that
 * arrive by import all at once, typed ones where the rule wants it and nobody was chosen.
 */
@Component
class LeadAssignment {
    /** Why the lead that is being written goes to its owner. */
    static final ScopedValue<String> REASON = ScopedValue.newInstance();

    private static final Logger log = LoggerFactory.getLogger(LeadAssignment.class);
    private static final List<String> OPEN = List.of("new", "working", "qualified");
    private static final int CHUNK = 10_000;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final AssignmentRules rules;
    private final Users users;
    private final CompanySettings company;
    private final Messages messages;
    private final Records records;
    private final ObjectProvider<RecordChanges> changes;
    private final ObjectProvider<BulkChanges> bulk;

    LeadAssignment(
            DSLContext sql,
            ObjectTypes types,
            AssignmentRules rules,
            Users users,
            CompanySettings company,
            Messages messages,
            Records records,
            ObjectProvider<RecordChanges> changes,
            ObjectProvider<BulkChanges> bulk) {
        this.sql = sql;
        this.types = types;
        this.rules = rules;
        this.users = users;
        this.company = company;
        this.messages = messages;
        this.records = records;
        this.changes = changes;
        this.bulk = bulk;
    }

    /** A lead somebody has typed: who sees only their own keeps it; for others a rule may find an owner. */
    void assignTyped(StoredRecord lead, Actor actor) {
        Long owner = lead.owner();
        boolean nobodyChosen = owner == null || owner == actor.id();
        if (actor.on(lead.type().key()).see() == Scope.OWN || !nobodyChosen) {
            return;
        }
        Actor program = program(actor);
        for (Rule rule : rules.all()) {
            if (!rule.active() || !rule.byHand() || !fits(rule, lead, program)) {
                continue;
            }
            List<User> people = people(rule);
            if (people.isEmpty()) {
                continue;
            }
            User chosen = choose(rule, people, 1).getFirst();
            ScopedValue.where(REASON, reason(rule, people))
                    .run(() -> changes.getObject()
                            .change(
                                    lead.type(),
                                    lead.id(),
                                    lead.version(),
                                    Draft.of(Map.of("owner", chosen.id())),
                                    program,
                                    new Origin(null, Kind.CREATED, 1, null)));
            return;
        }
    }

    /** Spreads the leads that a batch created and that still belong to whoever made it. @return how many */
    long assignBatch(long batchId) {
        List<Rule> active = rules.all().stream().filter(Rule::active).toList();
        if (active.isEmpty()) {
            return 0;
        }
        ObjectType type = types.load(LeadRules.OBJECT);
        RecordTable table = new RecordTable(type);
        Condition ofBatch = table.batch()
                .eq(batchId)
                .and(table.owner()
                        .eq(table.column("created_by", Long.class))
                        .or(table.owner().isNull()));
        Long maker = sql.select(table.column("created_by", Long.class))
                .from(table.table())
                .where(table.batch().eq(batchId))
                .limit(1)
                .fetchOne(0, Long.class);
        if (maker == null) {
            return 0;
        }
        Actor program = program(users.actor(maker));
        Set<Long> given = new HashSet<>();
        for (Rule rule : active) {
            List<User> people = people(rule);
            List<Long> leads = people.isEmpty()
                    ? List.of()
                    : matching(rule, table, ofBatch, program).stream()
                            .filter(given::add)
                            .toList();
            give(rule, people, leads, program);
        }
        return given.size();
    }

    private List<Long> matching(Rule rule, RecordTable table, Condition ofBatch, Actor program) {
        try {
            return sql.select(table.id())
                    .from(table.table())
                    .where(ofBatch, where(rule, table, program))
                    .orderBy(table.id())
                    .fetch(table.id());
        } catch (UnanswerableFilter broken) {
            log.warn("Assignment rule '{}' is skipped, because its condition no longer fits: mend it.", rule.name());
            return List.of();
        }
    }

    private boolean fits(Rule rule, StoredRecord lead, Actor program) {
        RecordTable table = new RecordTable(lead.type());
        return !matching(rule, table, table.id().eq(lead.id()), program).isEmpty();
    }

    private Condition where(Rule rule, RecordTable table, Actor program) {
        return records.where(RecordQuery.of(table.type(), rule.filter()), table, program, zone());
    }

    private void give(Rule rule, List<User> people, List<Long> leads, Actor program) {
        if (leads.isEmpty()) {
            return;
        }
        ObjectType type = types.load(LeadRules.OBJECT);
        List<User> chosen = choose(rule, people, leads.size());
        Map<Long, List<Long>> byOwner = new LinkedHashMap<>();
        for (int i = 0; i < leads.size(); i++) {
            byOwner.computeIfAbsent(chosen.get(i).id(), id -> new ArrayList<>()).add(leads.get(i));
        }
        String reason = reason(rule, people);
        byOwner.forEach((owner, ids) -> {
            for (int from = 0; from < ids.size(); from += CHUNK) {
                Selection some =
                        new Selection.Ticked(type, Set.copyOf(ids.subList(from, Math.min(from + CHUNK, ids.size()))));
                bulk.getObject().apply(some, new Edit.SetValue("owner", owner), program, done -> {});
                bulk.getObject().apply(some, new Edit.SetValue("assignment_reason", reason), program, done -> {});
            }
        });
    }

    /** Those who are there: the rule's people who are still active, or the sellers of its team. */
    private List<User> people(Rule rule) {
        List<User> active = users.active();
        Long team = rule.teamId();
        return active.stream()
                .filter(user -> team == null
                        ? rule.users().contains(user.id())
                        : team.equals(user.teamId()) && user.role().may(Ability.TAKES_LEADS))
                .sorted(Comparator.comparingLong(User::id))
                .toList();
    }

    private List<User> choose(Rule rule, List<User> people, int many) {
        return switch (rule.turn()) {
            case ROUND_ROBIN -> {
                long first = rules.take(rule.id(), many);
                List<User> chosen = new ArrayList<>(many);
                for (int i = 0; i < many; i++) {
                    chosen.add(people.get((int) ((first + i) % people.size())));
                }
                yield chosen;
            }
            case LEAST_BUSY -> {
                Map<Long, Long> open = openLeads(people);
                List<User> chosen = new ArrayList<>(many);
                for (int i = 0; i < many; i++) {
                    User least = people.stream()
                            .min(Comparator.comparingLong(user -> open.getOrDefault(user.id(), 0L)))
                            .orElseThrow();
                    open.merge(least.id(), 1L, Long::sum);
                    chosen.add(least);
                }
                yield chosen;
            }
        };
    }

    private Map<Long, Long> openLeads(List<User> people) {
        ObjectType type = types.load(LeadRules.OBJECT);
        RecordTable table = new RecordTable(type);
        Map<Long, Long> open = new HashMap<>();
        sql.select(table.owner(), count())
                .from(table.table())
                .where(
                        table.owner().in(people.stream().map(User::id).toList()),
                        table.deletedAt().isNull(),
                        table.text(type.field("status")).in(OPEN))
                .groupBy(table.owner())
                .forEach(row -> open.put(row.value1(), (long) row.value2()));
        return open;
    }

    private String reason(Rule rule, List<User> people) {
        String key = switch (rule.turn()) {
            case ROUND_ROBIN -> "sales.assigned.turn";
            case LEAST_BUSY -> "sales.assigned.least-busy";
        };
        return messages.text(
                company.find().map(Company::locale).orElse(java.util.Locale.ENGLISH), key, rule.name(), people.size());
    }

    private ZoneId zone() {
        return company.find().map(Company::zone).orElse(ZoneId.of("UTC"));
    }

    /** The program in the name of the one whose doing it follows. */
    private static Actor program(Actor actor) {
        return actor.asProgram();
    }
}
