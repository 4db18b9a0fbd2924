package lazo.operational.activity.web;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lazo.kernel.access.Access;
import lazo.kernel.filter.FilterText;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.RecordQuery.Sort;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordNames;
import lazo.operational.activity.Activities;
import lazo.operational.activity.StartPages;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page a user starts the day with. */
@Controller
class TodayController {
    private static final int SHOWN = 6;
    private static final String OPEN = "stage:is:exploration:study:proposal:negotiation";

    private final Activities activities;
    private final StartPages startPages;
    private final Records records;
    private final Access access;
    private final RecordNames names;
    private final ObjectTypes types;
    private final DSLContext sql;
    private final Templates templates;

    TodayController(
            Activities activities,
            StartPages startPages,
            Records records,
            Access access,
            RecordNames names,
            ObjectTypes types,
            DSLContext sql,
            Templates templates) {
        this.activities = activities;
        this.startPages = startPages;
        this.records = records;
        this.access = access;
        this.names = names;
        this.types = types;
        this.sql = sql;
        this.templates = templates;
    }

    @GetMapping("/")
    Page show(@RequestParam(defaultValue = "me") String who, Screen screen, Actor actor) {
        String owner = who.equals("my_team") ? "my_team" : "me";
        List<StoredRecord> day = new ArrayList<>(activities.overdue(owner, actor, screen.zone()));
        int overdue = day.size();
        day.addAll(activities.between(screen.today(), screen.today(), owner, actor, screen.zone()));
        ObjectType deal = types.load("opportunity");
        List<StoredRecord> deals = records.list(
                        query(deal, "owner:is:" + owner, openStages(deal))
                                .sorted(new Sort("expected_close", false))
                                .limited(SHOWN),
                        actor,
                        screen.zone())
                .records();
        return Page.of(templates.activityToday(
                screen,
                new Today(
                        owner,
                        startPages.cards(actor),
                        startPages.cardsToChoose(actor),
                        day,
                        overdue,
                        activities.type(),
                        names.of(activities.type(), day, actor),
                        deal,
                        deals,
                        names.of(deal, deals, actor),
                        numbers(deal, owner, screen, actor),
                        attention(deal, owner, overdue, screen, actor),
                        news(screen, actor))));
    }

    @PostMapping("/today/cards")
    Page arrange(@RequestParam(defaultValue = "") String cards, Screen screen, Actor actor) {
        startPages.arrange(Arrays.asList(cards.split(",")), actor);
        return Page.redirect("/").toast(screen.t("activity.today.arranged"));
    }

    private static RecordQuery query(ObjectType type, String... conditions) {
        return RecordQuery.of(type, FilterText.conditions(List.of(conditions)));
    }

    /** Every stage that is neither won nor lost, of every pipeline. */
    private static String openStages(ObjectType deal) {
        List<String> keys = deal.pipelines().stream()
                .flatMap(pipeline -> pipeline.stages().stream())
                .filter(lazo.kernel.metadata.Stage::isOpen)
                .map(lazo.kernel.metadata.Stage::key)
                .toList();
        return keys.isEmpty() ? OPEN : "stage:is:" + String.join(":", keys);
    }

    private List<Today.Figure> numbers(ObjectType deal, String owner, Screen screen, Actor actor) {
        List<Today.Figure> figures = new ArrayList<>();
        String mine = "owner:is:" + owner;
        if (access.mask(actor, deal).shows("amount")) {
            figures.add(money(
                    "open",
                    "/o/opportunity?f=" + mine + "&f=" + openStages(deal),
                    query(deal, mine, openStages(deal)),
                    screen,
                    actor));
            String won = "stage:is:"
                    + String.join(
                            ":",
                            deal.pipelines().stream()
                                    .flatMap(pipeline -> pipeline.stages().stream())
                                    .filter(stage -> stage.outcome() == lazo.kernel.metadata.Stage.Outcome.WON)
                                    .map(lazo.kernel.metadata.Stage::key)
                                    .toList());
            figures.add(money(
                    "won",
                    "/o/opportunity?f=" + mine + "&f=" + won + "&f=closed_at:within:this_month",
                    query(deal, mine, won, "closed_at:within:this_month"),
                    screen,
                    actor));
        }
        figures.add(count("leads", types.load("lead"), screen, actor, mine, "created_at:within:last_7_days"));
        figures.add(count("contacts", types.load("contact"), screen, actor, mine, "created_at:within:last_7_days"));
        figures.add(count("done", activities.type(), screen, actor, mine, "done:yes", "start_at:within:this_week"));
        return figures;
    }

    private Today.Figure money(String key, String href, RecordQuery query, Screen screen, Actor actor) {
        RecordTable table = new RecordTable(query.type());
        var amount = query.type().field("amount");
        List<String> sums = sql.select(table.currency(amount), DSL.sum(table.number(amount)))
                .from(table.table())
                .where(
                        records.where(query, table, actor, screen.zone()),
                        table.number(amount).isNotNull())
                .groupBy(table.currency(amount))
                .orderBy(DSL.sum(table.number(amount)).desc())
                .fetch(row -> screen.moneyRounded(row.value2() == null ? BigDecimal.ZERO : row.value2(), row.value1()));
        return new Today.Figure(
                key,
                sums.isEmpty()
                        ? screen.moneyRounded(
                                BigDecimal.ZERO, screen.formats().currency().getCurrencyCode())
                        : String.join(" + ", sums),
                href);
    }

    private Today.Figure count(String key, ObjectType type, Screen screen, Actor actor, String... conditions) {
        Records.Count count = records.count(query(type, conditions), actor, screen.zone());
        return new Today.Figure(
                key,
                screen.number(count.records()) + (count.capped() ? "+" : ""),
                "/o/" + type.key() + "?f=" + String.join("&f=", conditions));
    }

    /** What should be looked at, worst first; nothing that is in order. */
    private List<Option> attention(ObjectType deal, String owner, int overdue, Screen screen, Actor actor) {
        List<Option> attention = new ArrayList<>();
        if (overdue > 0) {
            attention.add(new Option(
                    "/o/activity?f=owner:is:" + owner + "&f=done:no&f=due_at:within:past",
                    screen.t("activity.attention.overdue", overdue)));
        }
        Map.of(
                        "idle", List.of("owner:is:" + owner, openStages(deal), "next_activity_at:empty"),
                        "late", List.of("owner:is:" + owner, openStages(deal), "expected_close:within:past"))
                .forEach((key, conditions) -> {
                    Records.Count count = records.count(
                            RecordQuery.of(deal, FilterText.conditions(conditions)), actor, screen.zone());
                    if (count.records() > 0) {
                        attention.add(new Option(
                                "/o/opportunity?f=" + String.join("&f=", conditions),
                                screen.t("activity.attention." + key, count.records())));
                    }
                });
        Records.Count uncalled = records.count(
                query(types.load("lead"), "owner:is:" + owner, "status:is:new", "last_activity_at:empty"),
                actor,
                screen.zone());
        if (uncalled.records() > 0) {
            attention.add(new Option(
                    "/o/lead?f=owner:is:" + owner + "&f=status:is:new&f=last_activity_at:empty",
                    screen.t("activity.attention.uncalled", uncalled.records())));
        }
        return attention;
    }

    /** The newest customers and leads the viewer may see. */
    private List<StoredRecord> news(Screen screen, Actor actor) {
        List<StoredRecord> news = new ArrayList<>();
        for (String object : List.of("contact", "lead", "account")) {
            news.addAll(records.list(
                            query(types.load(object))
                                    .sorted(new Sort("created_at", true))
                                    .limited(3),
                            actor,
                            screen.zone())
                    .records());
        }
        news.sort(java.util.Comparator.comparing(
                        (StoredRecord record) -> java.util.Objects.requireNonNull(record.moment("created_at")))
                .reversed());
        return news.subList(0, Math.min(SHOWN, news.size()));
    }
}
