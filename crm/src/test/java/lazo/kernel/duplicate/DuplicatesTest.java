package lazo.kernel.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.Eventually;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Merges;
import lazo.kernel.record.Merges.Outcome;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.kernel.record.WriteResult.Saved;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("GOV-07")
@Tag("FEA-03")
class DuplicatesTest extends LazoTest {
    private static final Draft.Reading SPANISH =
            new Draft.Reading(Locale.of("es"), ZoneId.of("Europe/Madrid"), "EUR", "ES");

    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    ObjectTypes types;

    @Autowired
    RecordChanges changes;

    @Autowired
    Duplicates duplicates;

    @Autowired
    DuplicateSearches searches;

    @Autowired
    Merges merges;

    Actor admin;

    @BeforeEach
    void administers() {
        admin = actor(administrator());
    }

    private StoredRecord made(String object, Actor by, String... pairs) {
        ObjectType type = types.load(object);
        Map<String, List<String>> params = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            params.computeIfAbsent(pairs[i], key -> new ArrayList<>()).add(pairs[i + 1]);
        }
        WriteResult result = changes.create(type, Draft.read(type, params, SPANISH), by);
        assertThat(result).isInstanceOf(Saved.class);
        return ((Saved) result).record();
    }

    @Test
    void a_new_record_that_may_be_there_already_is_warned_of_while_it_is_typed() {
        long mark = System.nanoTime() % 1_000_000;
        StoredRecord account = made("account", admin, "name", "Cereales Arlanza " + mark, "tax_id", "B" + mark + "09");
        StoredRecord nuria = made(
                "contact",
                admin,
                "first_name",
                "Nuria",
                "last_name",
                "Beltrán" + mark,
                "email",
                "nuria@x" + mark + ".example",
                "mobile",
                "+34 6%08d".formatted(mark),
                "account",
                String.valueOf(account.id()));
        Visitor visitor = signedIn(administrator()).htmx();
        String link = "/o/contact/" + nuria.id();

        assertThat(twins(visitor, "contact", "email=NURIA@x" + mark + ".example"))
                .contains(link, "mismo email");
        assertThat(twins(visitor, "contact", "phone=0034-6%08d".formatted(mark)))
                .contains(link, "mismo teléfono");
        assertThat(twins(visitor, "contact", "first_name=nuria&last_name=BELTRAN" + mark))
                .contains(link, "mismo nombre");
        assertThat(twins(visitor, "contact", "first_name=nuria&last_name=BELTRAN" + mark + "&account=" + account.id()))
                .contains(link);
        assertThat(twins(visitor, "contact", "first_name=nuria&last_name=BELTRAN" + mark + "&email=a@otra.example"))
                .as("known to be of another company")
                .isEmpty();
        assertThat(twins(visitor, "account", "tax_id=b-" + mark + "09")).contains("/o/account/" + account.id());
        assertThat(twins(visitor, "account", "name=cereales+arlanza+" + mark)).contains("mismo nombre");
        assertThat(twins(signedIn(user(Role.SELLER, null)), "contact", "email=nuria@x" + mark + ".example"))
                .as("of somebody else's customer nothing is said")
                .isEmpty();
    }

    private static String twins(Visitor visitor, String object, String query) {
        Visitor.Answer answer = visitor.get("/o/" + object + "/twins?" + query);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void half_typed_or_odd_input_is_no_error() {
        Visitor visitor = signedIn(administrator()).htmx();
        for (String query : List.of(
                "",
                "email=no+es+un+correo",
                "phone=12",
                "first_name=%25_%5C&last_name='",
                "account=abc&first_name=A&last_name=B",
                "birthday=31/31/2020",
                "address.city=" + "x".repeat(3000),
                "email=&email=")) {
            assertThat(twins(visitor, "contact", query)).as(query).isEmpty();
        }
        Visitor.Answer refused = visitor.get("/o/contact/twins?phone=%00");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("WEB-101");
    }

    private Set<String> found(ObjectType type) {
        return duplicates.suspects(type, admin, 500).pairs().stream()
                .map(pair -> pair.left().id() + "-" + pair.right().id() + " " + pair.reasons())
                .collect(Collectors.toSet());
    }

    @Test
    void suspects_are_found_by_exact_keys_and_by_similar_names() {
        long mark = System.nanoTime() % 1_000_000;
        String city = "Villa" + mark;
        StoredRecord one = made("account", admin, "name", "Panadería Olmeda " + mark, "address.city", city);
        StoredRecord same = made("account", admin, "name", "PANADERIA OLMEDA " + mark);
        StoredRecord like = made("account", admin, "name", "Panadería Olmedo " + mark, "address.city", city);
        StoredRecord far = made("account", admin, "name", "Panificadora " + mark, "address.city", city);
        StoredRecord phone = made("account", admin, "name", "Obrador A" + mark, "phone", "9%08d".formatted(mark));
        StoredRecord samePhone = made("account", admin, "name", "Horno B" + mark, "phone", "9%08d".formatted(mark));
        ObjectType account = one.type();

        duplicates.search(account);

        assertThat(found(account))
                .contains(
                        one.id() + "-" + same.id() + " [NAME]",
                        one.id() + "-" + like.id() + " [SIMILAR_NAME]",
                        phone.id() + "-" + samePhone.id() + " [PHONE]")
                .noneMatch(pair -> pair.contains(String.valueOf(far.id())));

        duplicates.decide(account, like.id(), one.id(), true, admin);
        duplicates.search(account);
        assertThat(found(account))
                .doesNotContain(one.id() + "-" + like.id() + " [SIMILAR_NAME]")
                .contains(one.id() + "-" + same.id() + " [NAME]");

        Outcome merged = merges.merge(account, one.id(), same.id(), new Merges.Versions(1, 1), Map.of(), admin);
        assertThat(merged).isInstanceOf(Outcome.Merged.class);
        assertThat(found(account)).noneMatch(pair -> pair.startsWith(one.id() + "-" + same.id()));
        merges.separate(((Outcome.Merged) merged).batchId(), admin);
        assertThat(found(account)).contains(one.id() + "-" + same.id() + " [NAME]");

        User seller = user(Role.SELLER, null);
        assertThat(duplicates.suspects(account, actor(seller), 50).total()).isZero();
    }

    @Test
    void persons_of_one_name_are_suspects_only_where_more_speaks_for_it() {
        long mark = System.nanoTime() % 1_000_000;
        StoredRecord a = made("account", admin, "name", "Primera " + mark);
        StoredRecord b = made("account", admin, "name", "Segunda " + mark);
        String surname = "Quiroga" + mark;
        StoredRecord one =
                made("contact", admin, "first_name", "Ana", "last_name", surname, "account", String.valueOf(a.id()));
        StoredRecord same =
                made("contact", admin, "first_name", "Ana", "last_name", surname, "account", String.valueOf(a.id()));
        StoredRecord other =
                made("contact", admin, "first_name", "Ana", "last_name", surname, "account", String.valueOf(b.id()));

        duplicates.search(one.type());

        assertThat(found(one.type()))
                .contains(one.id() + "-" + same.id() + " [NAME]")
                .noneMatch(pair -> pair.contains(String.valueOf(other.id())));
    }

    @Test
    void a_search_that_was_asked_for_runs_in_the_background() {
        ObjectType lead = types.load("lead");
        Visitor visitor = signedIn(administrator());
        visitor.get("/o/lead/duplicates");

        assertThat(visitor.post("/o/lead/duplicates").status()).isEqualTo(303);

        Eventually.holds(
                "the search is over",
                () -> !searches.isRunning(lead) && duplicates.lastSearch(lead).isPresent());
        assertThat(visitor.get("/o/lead/duplicates").body()).contains("Última búsqueda");
    }

    @ParameterizedTest
    @MethodSource("lazo.Browser$Look#all")
    @Tag("SYS-03")
    void screens_are_accessible_and_fit(Look look) {
        long mark = System.nanoTime() % 1_000_000;
        User user = user(Role.ADMINISTRATOR, null);
        if (look.language().startsWith("en")) {
            sql.execute("update app_user set locale = 'en-GB' where id = ?", user.id());
        }
        String mail = "nuria.beltran@valdenuno" + mark + ".example";
        StoredRecord one = made(
                "contact",
                admin,
                "first_name",
                "Nuria",
                "last_name",
                "Beltrán Ochoa",
                "email",
                mail,
                "job_title",
                "Directora de compras",
                "tags",
                "Renovación",
                "phone",
                "600 00 01 23");
        StoredRecord other = made(
                "contact",
                admin,
                "first_name",
                "Nuria",
                "last_name",
                "Beltran",
                "email",
                mail,
                "job_title",
                "Compras",
                "tags",
                "Decisora, Feria");
        duplicates.search(one.type());
        Page page = browser.open(url("/sign-in"), look);
        browser.signIn(page, url(""), user.email(), PASSWORD);
        String name = "%d-%s-%s"
                .formatted(
                        look.width(),
                        look.isDark() ? "dark" : "light",
                        look.language().substring(0, 2));
        for (var screen : Map.of(
                        "list",
                        "/o/contact/duplicates",
                        "none",
                        "/o/account/duplicates",
                        "choose",
                        "/o/contact/merge?left=" + one.id() + "&q=nuria",
                        "merge",
                        "/o/contact/merge?left=" + one.id() + "&right=" + other.id())
                .entrySet()) {
            page.navigate(url(screen.getValue()));
            browser.axe(page);
            browser.fits(page);
            browser.picture(page, "duplicate-" + screen.getKey() + "-" + name);
        }
        page.navigate(url("/o/contact/" + one.id()));
        page.navigate(url("/o/contact"));
        page.click("[hx-get='/o/contact/new']");
        page.fill("#new-form [name=email]", mail);
        page.keyboard().press("Tab");
        page.waitForSelector("#twins .banner");
        browser.axe(page);
        browser.picture(page, "duplicate-twins-" + name);
        page.navigate(url("/o/contact/merge?left=" + one.id() + "&right=" + other.id()));
        page.click(".merge button.primary");
        page.waitForURL(url -> url.matches(".*/o/contact/\\d+"));
        browser.axe(page);
        browser.picture(page, "duplicate-merged-" + name);
        page.locator("[aria-labelledby=rel-merged] button").dispatchEvent("click");
        page.waitForURL(url -> url.endsWith("/o/contact/" + other.id()));
        assertThat(merges.into(one)).isEmpty();
    }
}
