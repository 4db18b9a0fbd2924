package lazo.kernel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import lazo.Eventually;
import lazo.LazoTest;
import lazo.kernel.access.Access;
import lazo.kernel.api.RecordEvent;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.Operator;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.privacy.Erasure;
import lazo.kernel.privacy.Persons;
import lazo.kernel.privacy.PrivacyRequest;
import lazo.kernel.privacy.PrivacyRequests;
import lazo.kernel.record.Batches;
import lazo.kernel.record.BulkChanges;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Merges;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.kernel.webhook.Receiver.Message;
import lazo.platform.secret.Secrets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Other programs are told of what happens to records: all of it, signed, as their user sees it, until it arrives. */
@Tag("GOV-11")
class WebhooksTest extends LazoTest {
    @Autowired
    Webhooks webhooks;

    @Autowired
    Deliveries deliveries;

    @Autowired
    WebhookSender sender;

    @Autowired
    RecordChanges changes;

    @Autowired
    BulkChanges bulk;

    @Autowired
    Batches batches;

    @Autowired
    Merges merges;

    @Autowired
    ObjectTypes types;

    @Autowired
    Access access;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Secrets secrets;

    @Autowired
    Erasure erasure;

    @Autowired
    PrivacyRequests requests;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void nobodyIsTold() {
        webhooks.all().forEach(webhook -> webhooks.remove(webhook.id()));
        receiver.close();
    }

    private ObjectType contact() {
        return types.load("contact");
    }

    private Webhooks.Made told(User user, Filter filter, RecordEvent... events) {
        return told(receiver.address("/hook"), user, filter, events);
    }

    private Webhooks.Made told(URI address, User user, Filter filter, RecordEvent... events) {
        Set<RecordEvent> chosen = events.length == 0 ? EnumSet.allOf(RecordEvent.class) : Set.of(events);
        return webhooks.create(
                new Webhooks.Draft("Prueba", address, true, "contact", chosen, filter, user.id()),
                actor(administrator()));
    }

    private Webhooks.Made told() {
        return told(administrator(), Filter.everything());
    }

    private StoredRecord create(Map<String, ? extends @Nullable Object> values, User by) {
        return ((WriteResult.Saved) changes.create(contact(), Draft.of(new HashMap<>(values)), actor(by))).record();
    }

    private StoredRecord create(String name) {
        return create(Map.of("last_name", name), administrator());
    }

    private StoredRecord change(StoredRecord record, String field, @Nullable Object value) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put(field, value);
        return ((WriteResult.Saved) changes.change(
                        contact(), record.id(), record.version(), Draft.of(values), actor(administrator())))
                .record();
    }

    /** Sends all that is due now and waits for it. */
    private void send() {
        clock.advance(Duration.ofMillis(10));
        List<Future<?>> running = sender.sendDue();
        while (!running.isEmpty()) {
            for (Future<?> one : running) {
                try {
                    one.get();
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            }
            running = sender.sendDue();
        }
    }

    private List<String> types() {
        return receiver.heard().stream()
                .map(message -> message.json().path("type").stringValue())
                .toList();
    }

    private Delivery latest(Webhooks.Made made) {
        return deliveries
                .list(made.webhook().id(), Optional.empty(), Optional.empty())
                .getFirst();
    }

    @Test
    void what_happens_to_a_record_is_told_in_order_and_signed() {
        Webhooks.Made made = told();
        StoredRecord record = create("Ferrer");
        change(record, "job_title", "Compras");
        changes.delete(contact(), record.id(), actor(administrator()));
        changes.restore(contact(), record.id(), actor(administrator()));
        send();
        assertThat(types())
                .containsExactly("contact.created", "contact.changed", "contact.deleted", "contact.restored");
        Message changed = receiver.heard().get(1);
        JsonNode body = changed.json();
        assertThat(body.at("/record/id").longValue()).isEqualTo(record.id());
        assertThat(body.at("/record/version").intValue()).isEqualTo(2);
        assertThat(body.at("/record/fields/job_title").stringValue()).isEqualTo("Compras");
        assertThat(body.at("/changes/0/field").stringValue()).isEqualTo("job_title");
        assertThat(body.at("/changes/0/from").isNull()).isTrue();
        assertThat(body.at("/changes/0/to").stringValue()).isEqualTo("Compras");
        assertThat(body.at("/actor/name").stringValue())
                .isEqualTo(administrator().name());
        assertThat(changed.header("Lazo-Event-Id")).isEqualTo(body.path("id").stringValue());
        for (Message message : receiver.heard()) {
            String signature = message.header("Lazo-Signature");
            assertThat(Signatures.isRight(signature, made.secret(), message.body(), clock.instant()))
                    .isTrue();
            assertThat(Signatures.isRight(signature, "another secret", message.body(), clock.instant()))
                    .isFalse();
            assertThat(Signatures.isRight(
                            signature,
                            made.secret(),
                            message.body(),
                            clock.instant().plus(Duration.ofSeconds(330))))
                    .isFalse();
        }
        assertThat(deliveries.count(made.webhook().id(), Delivery.State.DELIVERED))
                .isEqualTo(4);
        assertThat(latest(made).answer()).isEqualTo("I say 200");
    }

    @Test
    void what_was_not_done_is_not_told() {
        told();
        transaction.executeWithoutResult(status -> {
            create("Nadie");
            status.setRollbackOnly();
        });
        send();
        assertThat(receiver.heard()).isEmpty();
        assertThat(sql.fetchValue("select count(*) from webhook_delivery")).isEqualTo(0L);
    }

    @Test
    void only_the_chosen_events_of_records_that_the_filter_holds_for_are_told() {
        Filter filter = new Filter.Condition("job_title", Operator.IS, "Dirección");
        told(administrator(), filter, RecordEvent.CHANGED);
        StoredRecord record = create("Soler");
        StoredRecord promoted = change(record, "job_title", "Dirección");
        change(promoted, "job_title", "Ventas");
        send();
        assertThat(types()).containsExactly("contact.changed");
    }

    @Test
    void nothing_is_told_that_the_user_of_the_webhook_does_not_see() {
        User seller = user(Role.SELLER, null);
        told(seller, Filter.everything());
        create("Ajena");
        StoredRecord own = create(Map.of("last_name", "Propia", "owner", seller.id()), administrator());
        long phone = contact().field("phone").id();
        access.restrict(phone, Role.SELLER, Optional.of("HIDDEN"));
        try {
            StoredRecord called = change(own, "phone", "+34 600 111 222");
            Map<String, @Nullable Object> both = new HashMap<>();
            both.put("phone", "+34 600 333 444");
            both.put("job_title", "Jefa");
            changes.change(contact(), called.id(), called.version(), Draft.of(both), actor(administrator()));
        } finally {
            access.restrict(phone, Role.SELLER, Optional.empty());
        }
        send();
        assertThat(types()).containsExactly("contact.created", "contact.changed");
        assertThat(receiver.heard().getFirst().json().at("/record/id").longValue())
                .isEqualTo(own.id());
        String body = new String(receiver.heard().get(1).body(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(body).contains("Jefa").doesNotContain("600 111 222", "600 333 444", "phone");
    }

    @Test
    void what_is_done_to_many_at_once_is_told_of_each() {
        told();
        List<Long> ids = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            ids.add(create("Lote " + number).id());
        }
        var chosen = new BulkChanges.Selection.Ticked(contact(), Set.copyOf(ids));
        long batch = bulk.apply(
                        chosen,
                        new BulkChanges.Edit.AddTags("tags", List.of("feria")),
                        actor(administrator()),
                        done -> {})
                .batchId();
        bulk.apply(chosen, new BulkChanges.Edit.Delete(), actor(administrator()), done -> {});
        batches.undo(batch, actor(administrator()));
        send();
        assertThat(types())
                .hasSize(20)
                .containsSubsequence("contact.created", "contact.changed", "contact.deleted", "contact.changed");
        assertThat(types().stream().filter("contact.changed"::equals)).hasSize(10);
        JsonNode body = receiver.heard().get(5).json();
        assertThat(body.at("/changes/0/to/0").stringValue()).isEqualTo("feria");
    }

    @Test
    void a_merge_tells_who_stays_and_who_went() {
        StoredRecord one = create("Una");
        StoredRecord other = create("Otra");
        told();
        merges.merge(contact(), one.id(), other.id(), new Merges.Versions(1, 1), Map.of(), actor(administrator()));
        send();
        assertThat(types()).contains("contact.merged", "contact.deleted");
        JsonNode merged = receiver.heard().stream()
                .map(Message::json)
                .filter(body -> body.path("type").stringValue().equals("contact.merged"))
                .findFirst()
                .orElseThrow();
        assertThat(merged.at("/record/id").longValue()).isEqualTo(one.id());
        assertThat(merged.at("/merged/id").longValue()).isEqualTo(other.id());
    }

    @Test
    void a_receiver_that_fails_is_tried_with_longer_and_longer_pauses_and_then_given_up() {
        receiver.answering(500);
        Webhooks.Made made = told();
        create("Tenaz");
        List<Duration> pauses = new ArrayList<>();
        for (int tries = 0; tries < 30 && latest(made).state() == Delivery.State.WAITING; tries++) {
            send();
            Delivery tried = latest(made);
            Duration pause = Duration.between(clock.instant(), tried.nextAttemptAt());
            pauses.add(pause);
            assertThat(tried.status()).isEqualTo(500);
            clock.advance(pause.plusSeconds(1));
            if (webhooks.find(made.webhook().id()).orElseThrow().pausedBecause() != null) {
                webhooks.activate(made.webhook().id(), true);
            }
        }
        Delivery dead = latest(made);
        assertThat(dead.state()).isEqualTo(Delivery.State.DEAD);
        assertThat(dead.attempts()).isBetween(9, 14);
        assertThat(dead.triedAt())
                .isBefore(java.util.Objects.requireNonNull(dead.firstTriedAt()).plus(Deliveries.TRIED_FOR))
                .isAfter(dead.firstTriedAt().plus(Duration.ofHours(48)));
        assertThat(pauses.getFirst()).isLessThan(Duration.ofSeconds(15));
        assertThat(pauses.getLast()).isGreaterThan(Duration.ofHours(10));
        int before = receiver.heard().size();
        receiver.answering(204);
        assertThat(deliveries.replayDead(made.webhook().id())).isOne();
        send();
        assertThat(latest(made).state()).isEqualTo(Delivery.State.DELIVERED);
        assertThat(receiver.heard()).hasSize(before + 1);
        assertThat(receiver.heard().getLast().header("Lazo-Event-Id"))
                .isEqualTo(receiver.heard().getFirst().header("Lazo-Event-Id"));
    }

    @Test
    void after_days_of_failure_a_webhook_is_paused_and_goes_on_when_it_is_switched_on() {
        receiver.answering(503);
        Webhooks.Made made = told();
        create("Uno");
        send();
        Eventually.holds(
                "it is known to fail",
                () -> webhooks.find(made.webhook().id()).orElseThrow().failingSince() != null);
        clock.advance(Duration.ofHours(73));
        create("Dos");
        send();
        Eventually.holds(
                "it is paused",
                () -> !webhooks.find(made.webhook().id()).orElseThrow().active());
        Webhook paused = webhooks.find(made.webhook().id()).orElseThrow();
        assertThat(paused.pausedBecause()).isEqualTo(Webhook.Pause.FAILING);
        assertThat(webhooks.paused()).isOne();
        assertThat(sql.fetchValue(
                        "select text from notification where user_id = ? and kind = 'WEBHOOK' and href = ?",
                        administrator().id(),
                        "/settings/webhooks/" + paused.id()))
                .isEqualTo("Prueba");
        int heard = receiver.heard().size();
        create("Tres");
        clock.advance(Duration.ofDays(1));
        send();
        assertThat(receiver.heard()).hasSize(heard);
        receiver.answering(200);
        webhooks.activate(made.webhook().id(), true);
        send();
        assertThat(deliveries.count(made.webhook().id(), Delivery.State.DELIVERED))
                .isPositive();
        assertThat(webhooks.find(made.webhook().id()).orElseThrow().failingSince())
                .isNull();
    }

    @Test
    void a_redirect_is_a_failure_and_not_followed() {
        receiver.answering(message -> message.path().equals("/hook") ? 302 : 200);
        Webhooks.Made made = told();
        create("Lejos");
        send();
        assertThat(receiver.heard()).extracting(Message::path).containsOnly("/hook");
        assertThat(latest(made).status()).isEqualTo(302);
        assertThat(latest(made).state()).isEqualTo(Delivery.State.WAITING);
    }

    @Test
    void a_receiver_that_hangs_holds_up_nobody_and_is_cut_off() {
        try (Receiver silent = new Receiver().answering(0)) {
            Webhooks.Made hanging = told(silent.address("/"), administrator(), Filter.everything());
            told();
            create("Calma");
            var running = sender.sendDue();
            while (receiver.heard().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(latest(hanging).status()).isNull();
            running.forEach(one -> {
                try {
                    one.get();
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            });
            assertThat(latest(hanging).failure()).isEqualTo("late");
            assertThat(latest(hanging).state()).isEqualTo(Delivery.State.WAITING);
        }
    }

    @ParameterizedTest
    @Tag("RE-05")
    @ValueSource(
            strings = {
                "https://127.0.0.1:PORT/",
                "https://localhost:PORT/",
                "https://2130706433:PORT/",
                "https://[::ffff:7f00:1]:PORT/",
                "https://169.254.169.254/",
                "http://127.0.0.1:PORT/"
            })
    void the_inner_network_is_not_called_unless_an_administrator_says_so(String address) {
        URI inner =
                URI.create(address.replace("PORT", "" + receiver.address("/").getPort()));
        Webhooks.Made made = webhooks.create(
                new Webhooks.Draft(
                        "Dentro",
                        inner,
                        false,
                        "contact",
                        EnumSet.allOf(RecordEvent.class),
                        Filter.everything(),
                        administrator().id()),
                actor(administrator()));
        create("Canario");
        send();
        assertThat(receiver.heard()).isEmpty();
        assertThat(latest(made).failure()).isIn("refused", "unknown");
    }

    @Test
    void a_deactivated_user_tells_nobody_anything() {
        User seller = user(Role.SELLER, null);
        receiver.answering(500);
        told(seller, Filter.everything());
        create(Map.of("last_name", "Suya", "owner", seller.id()), administrator());
        send();
        int heard = receiver.heard().size();
        users.deactivate(seller.id());
        clock.advance(Duration.ofHours(1));
        create(Map.of("last_name", "Ya no", "owner", administrator().id()), administrator());
        send();
        assertThat(receiver.heard()).hasSize(heard);
    }

    @Test
    void a_filter_that_cannot_be_asked_any_more_pauses_the_webhook_and_not_the_work() {
        Webhooks.Made made = told(administrator(), new Filter.Condition("gone", Operator.IS, "x"));
        assertThat(create("Sigue").id()).isPositive();
        assertThat(webhooks.find(made.webhook().id()).orElseThrow().pausedBecause())
                .isEqualTo(Webhook.Pause.FILTER);
    }

    @Test
    void secrets_are_encrypted_and_survive_a_new_key() {
        Webhooks.Made made = told();
        assertThat(sql.fetchValue(
                                "select encode(secret, 'escape') from webhook where id = ?",
                                made.webhook().id())
                        .toString())
                .doesNotContain(made.secret().substring(6, 16));
        secrets.rotate();
        assertThat(webhooks.secret(made.webhook().id())).contains(made.secret());
        Webhooks.Made renewed = webhooks.renewSecret(made.webhook().id());
        assertThat(webhooks.secret(made.webhook().id()))
                .contains(renewed.secret())
                .isNotEqualTo(Optional.of(made.secret()));
    }

    @Test
    void what_has_arrived_is_forgotten_after_a_week() {
        Webhooks.Made made = told();
        create("Olvido");
        send();
        clock.advance(Duration.ofDays(8));
        deliveries.tidy();
        assertThat(deliveries.list(made.webhook().id(), Optional.empty(), Optional.empty()))
                .isEmpty();
    }

    @Test
    @Tag("GOV-01")
    void who_listens_hears_that_a_person_was_rectified_or_erased_and_nothing_of_whom_was_erased() {
        told(administrator(), Filter.everything(), RecordEvent.RECTIFIED, RecordEvent.ERASED);
        String name = "Olvidada" + System.nanoTime();
        StoredRecord person = create(
                Map.of("last_name", name, "email", name + "@cliente.example", "job_title", "Compras"), administrator());
        var ref = new Persons.Ref(contact(), person.id());
        long request = requests.add(
                PrivacyRequest.Kind.RECTIFICATION, ref, null, null, LocalDate.of(2026, 11, 1), actor(administrator()));
        assertThat(requests.close(request, PrivacyRequest.Outcome.DONE, "Corregido", actor(administrator())))
                .isTrue();
        assertThat(requests.close(request, PrivacyRequest.Outcome.DONE, "Corregido", actor(administrator())))
                .isFalse();
        send();
        assertThat(receiver.heard()).singleElement().satisfies(message -> {
            assertThat(message.json().path("type").stringValue()).isEqualTo("contact.rectified");
            assertThat(message.json().at("/record/fields/last_name").stringValue())
                    .isEqualTo(name);
        });
        // Somebody who cannot see the record may have it from before.
        told(user(Role.SELLER, null), new Filter.Condition("last_name", Operator.IS, "nadie"), RecordEvent.ERASED);
        assertThat(erasure.erase(ref, "lo pide", false, actor(administrator()))).isEmpty();
        send();
        List<Message> erased = receiver.heard().subList(1, receiver.heard().size());
        assertThat(erased).hasSize(2).allSatisfy(message -> {
            assertThat(message.json().path("type").stringValue()).isEqualTo("contact.erased");
            assertThat(message.json().at("/record/id").longValue()).isEqualTo(person.id());
            assertThat(message.json().at("/record/title").stringValue()).isEqualTo("#" + person.id());
            assertThat(message.json().at("/record/fields").size()).isZero();
            assertThat(message.json().path("actor").isNull()).isTrue();
            assertThat(message.json().toString())
                    .doesNotContain(name, "Compras", administrator().name());
        });
    }
}
