package lazo.collaborative.comment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.notification.Notification;
import lazo.kernel.notification.NotificationKind;
import lazo.kernel.notification.Notifications;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Merges;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.WriteResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("COL-14")
class CommentsTest extends LazoTest {
    @Autowired
    ObjectTypes types;

    @Autowired
    RecordChanges changes;

    @Autowired
    Merges merges;

    @Autowired
    Teams teams;

    @Autowired
    Notifications notifications;

    private User seller;
    private User colleague;
    private User stranger;
    private String teamName;
    private long contact;

    @BeforeEach
    void aSellerWithAContactATeamAndAStranger() {
        teamName = "Norte " + System.nanoTime();
        long team = teams.create(teamName).orElseThrow();
        seller = user(Role.SELLER, team);
        colleague = user(Role.MANAGER, team);
        stranger = user(Role.SELLER, teams.create("Sur " + System.nanoTime()).orElseThrow());
        contact = contact("Beltrán");
    }

    private long contact(String name) {
        return ((WriteResult.Saved) changes.create(
                        types.load("contact"), Draft.of(new HashMap<>(Map.of("last_name", name))), actor(seller)))
                .record()
                .id();
    }

    private String comments(long id) {
        return "/o/contact/" + id + "/comments";
    }

    private Answer say(Visitor visitor, String text) {
        visitor.get("/o/contact/" + contact);
        return visitor.htmx().post(comments(contact), "description", text);
    }

    private List<Notification> told(User user) {
        return notifications.of(actor(user), true);
    }

    private long number() {
        return ((Number) sql.fetchValue("select max(id) from record_comment where record_id = ?", contact)).longValue();
    }

    @Test
    void a_comment_stands_on_the_timeline_and_whom_it_mentions_is_told() {
        Answer answer = say(signedIn(seller), "Pregunta a @" + colleague.name() + " por el contrato");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("HX-Trigger")).contains("record-changed", "Comentario guardado.");
        assertThat(signedIn(colleague)
                        .get("/o/contact/" + contact + "/timeline")
                        .body())
                .contains("Pregunta a <strong>@" + colleague.name() + "</strong> por el contrato");
        assertThat(told(colleague)).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(NotificationKind.MENTION);
            assertThat(one.actor()).isEqualTo(seller.name());
            assertThat(one.href()).isEqualTo("/o/contact/" + contact);
        });
    }

    @Test
    void a_team_is_mentioned_as_a_whole() {
        say(signedIn(seller), "@" + teamName + ", mirad esto");
        assertThat(told(colleague)).extracting(Notification::kind).containsExactly(NotificationKind.MENTION);
        assertThat(told(seller)).isEmpty();
    }

    @Test
    void who_may_not_see_the_record_is_neither_offered_nor_told_and_the_writer_hears_so() {
        Visitor visitor = signedIn(seller);
        assertThat(offered(visitor, colleague)).contains("data-name=\"" + colleague.name() + "\"");
        assertThat(offered(visitor, stranger)).doesNotContain("data-name=\"" + stranger.name() + "\"");
        Answer answer = say(visitor, "Hola @" + stranger.name());
        assertThat(answer.header("HX-Trigger")).contains(stranger.name()).contains("no puede ver esta ficha");
        assertThat(told(stranger)).isEmpty();
        assertThat(signedIn(stranger)
                        .post(comments(contact), "description", "Hola")
                        .status())
                .isEqualTo(404);
    }

    private String offered(Visitor visitor, User user) {
        return visitor.get(
                        "/o/contact/" + contact + "/mentions?q=" + user.name().replace(" ", "%20"))
                .body();
    }

    @Test
    void only_its_author_changes_or_removes_a_comment_and_what_it_said_stays() {
        Visitor author = signedIn(seller);
        say(author, "Llamar el lunes");
        String one = comments(contact) + "/" + number();
        Visitor other = signedIn(colleague);
        assertThat(other.get(one).status()).isEqualTo(404);
        assertThat(other.post(one, "description", "Otra cosa").status()).isEqualTo(404);
        assertThat(other.send("DELETE", one, "").status()).isEqualTo(404);
        assertThat(author.post(one, "description", "Llamar el martes @" + colleague.name())
                        .status())
                .isEqualTo(200);
        assertThat(other.get(one + "/history").body()).contains("Llamar el lunes", "Llamar el martes");
        assertThat(told(colleague)).extracting(Notification::kind).containsExactly(NotificationKind.MENTION);
        assertThat(author.send("DELETE", one, "").status()).isEqualTo(200);
        assertThat(author.get("/o/contact/" + contact + "/timeline").body()).doesNotContain("Llamar el martes");
    }

    @Test
    void an_empty_or_endless_comment_is_answered_and_nothing_is_lost() {
        Visitor visitor = signedIn(seller);
        assertThat(say(visitor, " ").status()).isEqualTo(422);
        Answer answer = say(visitor, "x".repeat(4001));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("x".repeat(4001));
    }

    @Test
    void followers_hear_of_comments_and_changes_until_they_unfollow() {
        Visitor visitor = signedIn(colleague);
        visitor.get("/o/contact/" + contact);
        visitor.post("/o/contact/" + contact + "/follow", "follows", "true");
        say(signedIn(seller), "Sin novedad");
        changes.change(
                types.load("contact"), contact, 1, Draft.of(new HashMap<>(Map.of("job_title", "Jefa"))), actor(seller));
        assertThat(told(colleague))
                .extracting(Notification::kind)
                .containsExactlyInAnyOrder(NotificationKind.COMMENT, NotificationKind.CHANGE);
        notifications.readAll(colleague.id());
        visitor.post("/o/contact/" + contact + "/follow", "follows", "false");
        say(signedIn(seller), "Otra vez");
        assertThat(told(colleague)).isEmpty();
    }

    @Test
    void the_owner_follows_and_hears_of_what_becomes_theirs() {
        say(signedIn(colleague), "¿Cómo va?");
        assertThat(told(seller)).extracting(Notification::kind).containsExactly(NotificationKind.COMMENT);
        changes.change(
                types.load("contact"),
                contact,
                1,
                Draft.of(new HashMap<>(Map.of("owner", colleague.id()))),
                actor(seller));
        assertThat(told(colleague)).extracting(Notification::kind).contains(NotificationKind.ASSIGNMENT);
    }

    @Test
    void what_can_no_longer_be_seen_is_no_longer_told() {
        say(signedIn(seller), "Secreto para @" + colleague.name());
        assertThat(told(colleague)).hasSize(1);
        users.change(
                colleague.id(),
                new lazo.kernel.identity.Users.Draft(colleague.name(), colleague.email(), Role.SELLER, null));
        assertThat(told(colleague)).isEmpty();
    }

    @Test
    void comments_are_found_by_their_words_where_the_record_may_be_seen() {
        String word = "palabra" + System.nanoTime();
        say(signedIn(seller), "Esto es una " + word.toUpperCase(java.util.Locale.ROOT));
        assertThat(signedIn(colleague).get("/palette?q=" + word).body())
                .contains("Comentarios", "/o/contact/" + contact);
        assertThat(signedIn(stranger).get("/palette?q=" + word).body()).doesNotContain("/o/contact/" + contact);
    }

    @Test
    void comments_go_along_when_two_records_become_one() {
        say(signedIn(seller), "Del segundo");
        long winner = contact("Beltrán Gil");
        var merged = (Merges.Outcome.Merged) merges.merge(
                types.load("contact"), winner, contact, new Merges.Versions(1, 1), Map.of(), actor(seller));
        assertThat(merged.batchId()).isPositive();
        assertThat(signedIn(seller).get("/o/contact/" + winner + "/timeline").body())
                .contains("Del segundo");
    }

    @Test
    void of_two_names_that_begin_alike_the_longer_is_meant() {
        User ana = named("Ana");
        User anaBelen = named("Ana Belén");
        var mentions = new Mentions(List.of(ana, anaBelen), List.of());
        assertThat(mentions.in("Hola @ana belén")).containsExactly(anaBelen.id());
        assertThat(mentions.in("Hola @Ana, ¿qué tal?")).containsExactly(ana.id());
        assertThat(mentions.in("ana@ana.example y @Anabel")).isEmpty();
    }

    private static long next = 1;

    private static User named(String name) {
        return new User(
                next++,
                name,
                "",
                Role.SELLER,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "teal",
                true,
                true,
                false);
    }
}
