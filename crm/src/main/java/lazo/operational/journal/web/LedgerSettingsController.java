package lazo.operational.journal.web;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Users;
import lazo.kernel.record.Problem;
import lazo.operational.journal.ChartOfAccounts;
import lazo.operational.journal.ChartOfAccounts.Chart;
import lazo.operational.journal.ChartOfAccounts.Use;
import lazo.operational.journal.Closings;
import lazo.operational.journal.JournalCatchUp;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The chart of accounts, the accounts of postings, and the closing of periods. */
@Controller
class LedgerSettingsController {
    private static final String HOME = "/settings/ledger";

    private final Books books;
    private final ChartOfAccounts chart;
    private final Closings closings;
    private final JournalCatchUp catchUp;
    private final Users users;
    private final Templates templates;

    LedgerSettingsController(
            Books books,
            ChartOfAccounts chart,
            Closings closings,
            JournalCatchUp catchUp,
            Users users,
            Templates templates) {
        this.books = books;
        this.chart = chart;
        this.closings = closings;
        this.catchUp = catchUp;
        this.users = users;
        this.templates = templates;
    }

    @GetMapping(HOME)
    Page show(Screen screen, Actor actor) {
        Books.keeping(actor);
        return page(HttpStatus.OK, Form.empty(), screen, actor);
    }

    private Page page(HttpStatus status, Form form, Screen screen, Actor actor) {
        Map<Use, String> uses = chart.uses();
        Map<Long, String> people = users.byId().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().name()));
        return Page.of(
                status,
                templates.journalSettings(
                        screen,
                        new LedgerSettingsPage(
                                books.frame(actor),
                                catchUp.isBehind(),
                                List.copyOf(chart.accounts().values()),
                                chart.possible().stream()
                                        .map(use -> Map.entry(use, uses.getOrDefault(use, "")))
                                        .toList(),
                                closings.closedThrough().orElse(null),
                                closings.all(),
                                people,
                                form)));
    }

    private Page done(List<Problem> problems, String toast, String section, Form form, Screen screen, Actor actor) {
        if (problems.isEmpty()) {
            return Page.redirect(HOME + "#" + section).toast(screen.t(toast));
        }
        String currency = books.frame(actor).currency();
        problems.forEach(
                problem -> form.reject(section + "." + problem.field(), Books.told(problem, currency, screen)));
        return page(HttpStatus.UNPROCESSABLE_CONTENT, form, screen, actor);
    }

    @PostMapping(HOME + "/chart")
    Page choose(@RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        Books.keeping(actor);
        Form form = Form.of(typed);
        Chart chosen = Stream.of(Chart.values())
                .filter(one -> one.name().equals(form.value("chart")))
                .findFirst()
                .orElse(null);
        List<Problem> problems = chosen == null || !chart.choose(chosen)
                ? List.of(Problem.of("chart", chosen == null ? "JRN-126" : "JRN-125"))
                : List.of();
        return done(problems, "journal.chart.chosen", "chart", form, screen, actor);
    }

    @PostMapping(HOME + "/accounts")
    Page add(@RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        Books.keeping(actor);
        Form form = Form.of(typed);
        return done(
                chart.add(form.stripped("code"), form.stripped("name")),
                "journal.account.added",
                "accounts",
                form,
                screen,
                actor);
    }

    @PostMapping(HOME + "/accounts/{code:\\d{1,12}}/rename")
    Page rename(@PathVariable String code, @RequestParam(defaultValue = "") String name, Screen screen, Actor actor) {
        Books.keeping(actor);
        return done(
                chart.rename(code, name, screen.locale()),
                "journal.account.renamed",
                "accounts",
                Form.empty(),
                screen,
                actor);
    }

    @PostMapping(HOME + "/accounts/{code:\\d{1,12}}/remove")
    Page remove(@PathVariable String code, Screen screen, Actor actor) {
        Books.keeping(actor);
        return done(chart.remove(code), "journal.account.removed", "accounts", Form.empty(), screen, actor);
    }

    @PostMapping(HOME + "/uses")
    Page use(@RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        Books.keeping(actor);
        if (chart.chart().isEmpty()) {
            return done(
                    List.of(Problem.of("", "JRN-102")), "journal.uses.saved", "uses", Form.of(typed), screen, actor);
        }
        Map<Use, String> wanted = new HashMap<>();
        chart.possible().forEach(use -> wanted.put(use, typed.getOrDefault(LedgerSettingsPage.name(use), "")));
        return done(chart.use(wanted), "journal.uses.saved", "uses", Form.of(typed), screen, actor);
    }

    @PostMapping(HOME + "/closing")
    Page close(@RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        Books.keeping(actor);
        Form form = Form.of(typed);
        String through = form.stripped("through");
        LocalDate day = Books.day(through);
        List<Problem> problems = day == null && !through.isEmpty()
                ? List.of(Problem.of("through", "JRN-130"))
                : closings.close(day, form.stripped("reason"), actor);
        return done(problems, "journal.closing.saved", "closing", form, screen, actor);
    }
}
