package lazo.operational.billing;

import static lazodb.Tables.DISCOUNT_APPROVAL;
import static lazodb.Tables.DISCOUNT_LIMIT;
import static lazodb.Tables.DISCOUNT_REQUEST;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.notification.NotificationKind;
import lazo.kernel.notification.Notifications;
import lazo.kernel.record.Problem;
import lazo.kernel.record.StoredRecord;
import lazo.platform.web.Messages;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Discounts above what the role of their author may give: the document is kept and goes no further until somebody whose
 * role may give as much has approved it. A price typed below the one of the catalogue is a discount too.
 */
@Component
public class DiscountPolicy implements SaleCheck {
    /** Objects whose records are judged; an order says what its quote said. */
    public static final List<String> SALES = List.of("quote", "invoice");

    private static final int LONGEST_REASON = 200;

    private final DSLContext sql;
    private final Documents documents;
    private final Users users;
    private final Access access;
    private final Notifications notifications;
    private final CompanySettings company;
    private final Messages messages;
    private final Clock clock;

    DiscountPolicy(
            DSLContext sql,
            Documents documents,
            Users users,
            Access access,
            Notifications notifications,
            CompanySettings company,
            Messages messages,
            Clock clock) {
        this.sql = sql;
        this.documents = documents;
        this.users = users;
        this.access = access;
        this.notifications = notifications;
        this.company = company;
        this.messages = messages;
        this.clock = clock;
    }

    /** That somebody let a discount pass. */
    public record Approval(
            BigDecimal upTo,
            String reason,
            Instant at,
            @Nullable Long by) {}

    /** That somebody was asked to. */
    public record Asked(Instant at, @Nullable Long by) {}

    /**
     * A document with a discount above the limit of its author.
     *
     * @param percent the largest of its lines
     * @param takenOff what all discounts come to
     */
    public record Over(
            BigDecimal limit,
            BigDecimal percent,
            BigDecimal takenOff,
            Optional<Approval> approval,
            Optional<Asked> asked) {
        public boolean isBlocked() {
            return approval.isEmpty();
        }
    }

    /** What became of an approval or of asking for one. */
    public enum Answer {
        DONE,
        /** Nothing has to be approved. */
        NEEDLESS,
        /** The reason is missing or too long. */
        UNREASONED,
        DENIED
    }

    /** Percent by the key of the role; a role that is missing has no limit. */
    public Map<String, BigDecimal> limits() {
        return sql.selectFrom(DISCOUNT_LIMIT).fetchMap(DISCOUNT_LIMIT.ROLE_KEY, DISCOUNT_LIMIT.PERCENT);
    }

    /** @param percent null for no limit */
    @Transactional
    public void limit(Role role, @Nullable BigDecimal percent) {
        if (percent == null) {
            sql.deleteFrom(DISCOUNT_LIMIT)
                    .where(DISCOUNT_LIMIT.ROLE_KEY.eq(role.key()))
                    .execute();
        } else {
            sql.insertInto(DISCOUNT_LIMIT)
                    .set(DISCOUNT_LIMIT.ROLE_KEY, role.key())
                    .set(DISCOUNT_LIMIT.PERCENT, percent)
                    .onConflict(DISCOUNT_LIMIT.ROLE_KEY)
                    .doUpdate()
                    .set(DISCOUNT_LIMIT.PERCENT, percent)
                    .where(DISCOUNT_LIMIT.PERCENT.ne(percent))
                    .execute();
        }
    }

    private boolean mayGive(Actor actor, BigDecimal percent) {
        BigDecimal limit = limits().get(actor.role().key());
        return limit == null || limit.compareTo(percent) >= 0;
    }

    /** How far a quote or a draft of an invoice goes over the limit of its author; empty when it does not. */
    public Optional<Over> over(StoredRecord sale) {
        Map<String, BigDecimal> limits = limits();
        if (limits.isEmpty()
                || !SALES.contains(sale.type().key())
                || "corrective".equals(sale.type().find("kind").isPresent() ? sale.text("kind") : null)) {
            return Optional.empty();
        }
        Document document = documents.find(sale);
        BigDecimal limit = Optional.ofNullable(document.savedBy() == null ? sale.owner() : document.savedBy())
                .flatMap(users::find)
                .map(User::role)
                .map(role -> limits.get(role.key()))
                .orElse(null);
        if (limit == null) {
            return Optional.empty();
        }
        List<DocumentLine> lines = granted(documents.lines(sale.id()));
        BigDecimal percent = lines.stream()
                .map(DocumentLine::takenOff)
                .max(BigDecimal::compareTo)
                .orElse(BigDecimal.ZERO);
        BigDecimal takenOff = lines.stream()
                .map(line -> line.asked(document.decimals()).subtract(line.net(document.decimals())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return percent.compareTo(limit) <= 0
                ? Optional.empty()
                : Optional.of(new Over(limit, percent, takenOff, approval(sale, percent, takenOff), asked(sale)));
    }

    /** The lines that are judged here: not those that give no more than the document they come from, which was. */
    private List<DocumentLine> granted(List<DocumentLine> lines) {
        Map<Long, BigDecimal> before =
                documents
                        .linesById(lines.stream()
                                .map(DocumentLine::sourceLineId)
                                .filter(Objects::nonNull)
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(DocumentLine::id, DocumentLine::takenOff));
        return lines.stream()
                .filter(line -> line.kind() != DocumentLine.Kind.SECTION)
                .filter(line -> line.sourceLineId() == null
                        || line.takenOff().compareTo(before.getOrDefault(line.sourceLineId(), BigDecimal.ZERO)) > 0)
                .toList();
    }

    private Optional<Approval> approval(StoredRecord sale, BigDecimal percent, BigDecimal takenOff) {
        return sql.selectFrom(DISCOUNT_APPROVAL)
                .where(
                        DISCOUNT_APPROVAL.SALE_ID.eq(sale.id()),
                        DISCOUNT_APPROVAL.UP_TO.ge(percent),
                        DISCOUNT_APPROVAL.TAKEN_OFF.ge(takenOff))
                .orderBy(DISCOUNT_APPROVAL.ID.desc())
                .limit(1)
                .fetchOptional(row -> new Approval(
                        row.getUpTo(), row.getReason(), row.getApprovedAt().toInstant(), row.getApprovedBy()));
    }

    private Optional<Asked> asked(StoredRecord sale) {
        return sql.selectFrom(DISCOUNT_REQUEST)
                .where(DISCOUNT_REQUEST.SALE_ID.eq(sale.id()))
                .orderBy(DISCOUNT_REQUEST.ID.desc())
                .limit(1)
                .fetchOptional(row -> new Asked(row.getRequestedAt().toInstant(), row.getRequestedBy()));
    }

    @Override
    public List<Problem> problems(StoredRecord sale) {
        return over(sale)
                .filter(Over::isBlocked)
                .map(over -> List.of(Problem.of("", "BIL-190", plain(over.percent()), plain(over.limit()))))
                .orElse(List.of());
    }

    private static String plain(BigDecimal percent) {
        return percent.stripTrailingZeros().toPlainString();
    }

    /** Whether this user may let it pass. */
    public boolean mayApprove(StoredRecord sale, Over over, Actor actor) {
        return mayGive(actor, over.percent()) && access.mayChange(actor, sale.type(), sale.id());
    }

    /** Tells whoever may approve it. */
    @Transactional
    public Answer ask(StoredRecord sale, Actor actor) {
        if (!access.mayChange(actor, sale.type(), sale.id())) {
            return Answer.DENIED;
        }
        Optional<Over> blocked = over(sale).filter(Over::isBlocked);
        if (blocked.isEmpty()) {
            return Answer.NEEDLESS;
        }
        sql.insertInto(DISCOUNT_REQUEST)
                .set(DISCOUNT_REQUEST.SALE_ID, sale.id())
                .set(DISCOUNT_REQUEST.PERCENT, blocked.get().percent())
                .set(DISCOUNT_REQUEST.REQUESTED_AT, now())
                .set(DISCOUNT_REQUEST.REQUESTED_BY, actor.id())
                .execute();
        Set<Long> approvers = users.active().stream()
                .map(User::id)
                .filter(id -> mayApprove(sale, blocked.get(), users.actor(id)))
                .collect(Collectors.toSet());
        tell(sale, approvers, "billing.discount.told.asked", blocked.get(), actor);
        return Answer.DONE;
    }

    /** Lets a document pass with its present discounts; written down for good. */
    @Transactional
    public Answer approve(StoredRecord sale, String reason, Actor actor) {
        Optional<Over> blocked = over(sale).filter(Over::isBlocked);
        if (blocked.isEmpty()) {
            return access.mayChange(actor, sale.type(), sale.id()) ? Answer.NEEDLESS : Answer.DENIED;
        }
        if (!mayApprove(sale, blocked.get(), actor)) {
            return Answer.DENIED;
        }
        String why = reason.strip();
        if (why.isEmpty() || why.length() > LONGEST_REASON) {
            return Answer.UNREASONED;
        }
        sql.insertInto(DISCOUNT_APPROVAL)
                .set(DISCOUNT_APPROVAL.SALE_ID, sale.id())
                .set(DISCOUNT_APPROVAL.UP_TO, blocked.get().percent())
                .set(DISCOUNT_APPROVAL.TAKEN_OFF, blocked.get().takenOff())
                .set(DISCOUNT_APPROVAL.REASON, why)
                .set(DISCOUNT_APPROVAL.APPROVED_AT, now())
                .set(DISCOUNT_APPROVAL.APPROVED_BY, actor.id())
                .execute();
        Set<Long> told = Stream.of(
                        sale.owner(), blocked.get().asked().map(Asked::by).orElse(null))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        tell(sale, told, "billing.discount.told.approved", blocked.get(), actor);
        return Answer.DONE;
    }

    private void tell(StoredRecord sale, Set<Long> userIds, String key, Over over, Actor by) {
        String text = messages.in(company.load().locale()).t(key, by.name(), plain(over.percent()));
        notifications.tell(
                userIds,
                NotificationKind.DOCUMENT,
                new Notifications.About(sale.type().key(), sale.id(), by.id(), text));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
