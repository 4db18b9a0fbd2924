package lazo.collaborative.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import lazo.LazoTest;
import lazo.Visitor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.notification.Notification;
import lazo.kernel.notification.Notifications;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("GOV-12")
@Tag("FEA-17")
class FeedbackTest extends LazoTest {
    @Autowired
    Feedbacks feedbacks;

    @Autowired
    Notifications notifications;

    @Test
    void feedback_reaches_the_administrator_with_where_it_was_written_and_the_answer_comes_back() {
        User user = user(Role.SELLER, null);
        Visitor visitor = signedIn(user).with("User-Agent", "Navegador 1.0");
        visitor.get("/feedback");
        assertThat(visitor.post(
                                "/feedback",
                                "text",
                                "El tablero tarda",
                                "page",
                                "/o/contact?q=Zubizarreta",
                                "screen",
                                "390x844",
                                "error",
                                "WEB-500-123456",
                                "request",
                                "abcdefghijkl")
                        .status())
                .isEqualTo(200);
        Feedback feedback = feedbacks.all().getFirst();
        assertThat(feedback.where())
                .isEqualTo(new Feedback.Where(
                        "/o/contact", "Navegador 1.0", "390x844", "es", "WEB-500-123456", "abcdefghijkl"));
        assertThat(notifications.of(actor(administrator()), true))
                .extracting(Notification::text)
                .contains("El tablero tarda");
        Visitor administrator = signedIn(administrator());
        assertThat(administrator.get("/settings/feedback").body())
                .contains("El tablero tarda", "WEB-500-123456", "abcdefghijkl")
                .doesNotContain("Zubizarreta");
        administrator.post("/settings/feedback/" + feedback.id(), "state", "DONE", "answer", "Ya va más rápido");
        assertThat(feedbacks.all().getFirst().state()).isEqualTo(Feedback.State.DONE);
        assertThat(notifications.of(actor(user), true))
                .extracting(Notification::text)
                .containsExactly("Ya va más rápido");
    }

    @Test
    void what_a_browser_makes_up_is_not_kept() {
        var where = new Feedback.Where("javascript:alert(1)", "x", "<b>", "es", "<i>", "../../etc");
        assertThat(where).isEqualTo(new Feedback.Where("", "x", "", "es", "", ""));
        assertThat(new Feedback.Where("//evil.example/x", "", "", "", "", "").page())
                .isEmpty();
    }

    @Test
    void empty_feedback_is_answered() {
        Visitor visitor = signedIn(user(Role.READER, null));
        visitor.get("/feedback");
        assertThat(visitor.post("/feedback", "text", " ").status()).isEqualTo(422);
    }
}
