package lazo.operational.verifactu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lazo.LazoTest;
import lazo.TestCertificate;
import lazo.TestDatabase;
import lazo.operational.verifactu.LocalAgency.Mood;
import lazo.operational.verifactu.LocalAgency.Verdict;
import lazo.operational.verifactu.Submission.State;
import lazo.operational.verifactu.Submissions.Standing;
import lazo.platform.outbound.OutboundCalls;
import lazo.platform.secret.Secrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.env.MockEnvironment;

/** Records on their way to a tax agency on this computer. */
class VerifactuSenderTest extends LazoTest {
    @TempDir
    static Path folder;

    @Autowired
    Secrets secrets;

    @Autowired
    OutboundCalls calls;

    private final TestDatabase database = new TestDatabase();
    private VerifactuWorld world;
    private LocalAgency agency;
    private VerifactuSender sender;

    @BeforeEach
    void anAgencyAndATaxpayer() throws Exception {
        agency = new LocalAgency(folder);
        world = new VerifactuWorld(database.sql(), clock, secrets);
        byte[] certificate = Files.readAllBytes(agency.taxpayer.file());
        String password = TestCertificate.OPEN_SESAME;
        world.settings.saveCertificate(
                certificate,
                password,
                new ClientCertificate(certificate, password).check().orElseThrow());
        sender = sender(true);
    }

    private VerifactuSender sender(boolean privateNetwork) throws Exception {
        var configuration = new MockEnvironment()
                .withProperty("lazo.verifactu.test.records", agency.address().toString())
                .withProperty("lazo.verifactu.private-network", Boolean.toString(privateNetwork));
        return new VerifactuSender(
                world.settings,
                world.records,
                world.submissions,
                new TaxAgency(configuration),
                calls,
                clock,
                agency.trust());
    }

    @AfterEach
    void goHome() {
        agency.close();
        database.drop();
    }

    private void issue(int from, int to) {
        world.sql.transaction(transaction -> IntStream.rangeClosed(from, to)
                .forEach(number ->
                        world.within(transaction.dsl()).register(VerifactuWorld.invoice(number), Resubmission.FIRST)));
    }

    private Standing standing() {
        return world.submissions.standing(world.chain());
    }

    private Submission of(long position) {
        return world.submissions.of(world.chain(), List.of(position)).get(position);
    }

    @Test
    @Tag("OPE-08")
    void records_are_sent_in_order_over_mutual_tls_and_their_receipt_is_kept() {
        issue(1, 3);
        world.cancel(VerifactuWorld.invoice(2));
        sender.sendDue();
        assertThat(standing().counts()).isEqualTo(Map.of(State.ACCEPTED, 3, State.WAITING, 1));
        assertThat(of(1).receipt()).isEqualTo("CSV-1");
        assertThat(standing().answer()).isEqualTo("Correcto");
        assertThat(agency.visitors.getFirst()).contains("A28083806");
        assertThat(agency.headers.getFirst()).contains("A28083806").doesNotContain("Incidencia");
        clock.advance(Duration.ofSeconds(61));
        sender.sendDue();
        assertThat(standing().counts()).isEqualTo(Map.of(State.ACCEPTED, 4));
        assertThat(agency.accepted.keySet())
                .containsExactlyElementsOf(world.records.after(world.chain(), 0, 10).stream()
                        .map(BillingRecord::hash)
                        .toList());
    }

    @Test
    void what_is_sent_is_letter_by_letter_what_was_hashed() {
        issue(1, 1);
        sender.sendDue();
        assertThat(agency.accepted.values().iterator().next().textAt("ImporteTotal"))
                .hasValue("121.00");
    }

    @Test
    @Tag("OPE-08")
    void the_agencys_pause_is_kept_unless_a_thousand_have_come_together() {
        agency.pause = 90;
        issue(1, 1);
        sender.sendDue();
        issue(2, 1_003);
        sender.sendDue();
        assertThat(agency.batches).containsExactly(1, 1_000);
        sender.sendDue();
        assertThat(agency.batches).hasSize(2);
        clock.advance(Duration.ofSeconds(91));
        sender.sendDue();
        assertThat(agency.batches).containsExactly(1, 1_000, 2);
    }

    @Test
    @Tag("OPE-08")
    void each_record_gets_its_own_verdict_and_what_was_rejected_is_registered_again() {
        agency.judge = number -> switch (number) {
            case "F2026-000002" -> new Verdict("AceptadoConErrores", "2000");
            case "F2026-000003" -> new Verdict("Incorrecto", "1100");
            default -> Verdict.RIGHT;
        };
        issue(1, 4);
        sender.sendDue();
        assertThat(standing().counts())
                .isEqualTo(Map.of(State.ACCEPTED, 2, State.ACCEPTED_WITH_ERRORS, 1, State.REJECTED, 1));
        assertThat(of(3).errorCode()).isEqualTo("1100");
        assertThat(of(3).errorText()).isEqualTo("Error 1100");
        assertThat(world.submissions.troubles(world.chain(), 10)).containsExactly(3L, 2L);
        agency.judge = number -> Verdict.RIGHT;
        world.register(VerifactuWorld.invoice(3), Resubmission.REJECTED);
        clock.advance(Duration.ofMinutes(2));
        sender.sendDue();
        assertThat(of(5).state()).isEqualTo(State.ACCEPTED);
        assertThat(of(3).state()).isEqualTo(State.REJECTED);
    }

    @Test
    @Tag("OPE-08")
    void while_the_agency_is_away_invoicing_goes_on_and_it_is_asked_at_least_hourly() {
        agency.mood = Mood.LOSES_THE_REQUEST;
        issue(1, 2);
        sender.sendDue();
        assertThat(standing().failingSince()).isNotNull();
        for (int attempt = 0; attempt < 6; attempt++) {
            sender.sendDue();
            issue(10 + attempt, 10 + attempt);
            assertThat(Duration.between(clock.instant(), standing().nextAt())).isLessThan(Duration.ofHours(1));
            clock.advance(Duration.ofHours(1));
            sender.sendDue();
        }
        assertThat(standing().count(State.WAITING)).isEqualTo(8);
        assertThat(agency.visitors).hasSize(7);
        agency.mood = Mood.ANSWERS;
        clock.advance(Duration.ofHours(1));
        sender.sendDue();
        assertThat(standing().count(State.ACCEPTED)).isEqualTo(8);
        assertThat(standing().failingSince()).isNull();
        assertThat(agency.headers.getFirst()).contains("Incidencia");
    }

    @Test
    @Tag("OPE-08")
    void after_a_lost_answer_nothing_is_accepted_twice() {
        agency.mood = Mood.LOSES_THE_ANSWER;
        agency.judge = number -> number.endsWith("2") ? new Verdict("AceptadoConErrores", "2000") : Verdict.RIGHT;
        issue(1, 3);
        sender.sendDue();
        assertThat(agency.accepted).hasSize(3);
        assertThat(of(1)).extracting(Submission::state, Submission::inDoubt).containsExactly(State.WAITING, true);
        agency.mood = Mood.ANSWERS;
        clock.advance(Duration.ofHours(1));
        sender.sendDue();
        assertThat(agency.accepted).hasSize(3);
        assertThat(standing().counts()).isEqualTo(Map.of(State.ACCEPTED, 2, State.ACCEPTED_WITH_ERRORS, 1));
    }

    @Test
    void a_number_that_somebody_else_has_sent_is_rejected() {
        issue(1, 1);
        sender.sendDue();
        world.register(VerifactuWorld.invoice(1));
        clock.advance(Duration.ofMinutes(2));
        sender.sendDue();
        assertThat(of(2)).extracting(Submission::state, Submission::errorCode).containsExactly(State.REJECTED, "3000");
    }

    @Test
    void a_refused_batch_is_sent_again_and_is_not_in_doubt() {
        agency.mood = Mood.REFUSES;
        issue(1, 1);
        sender.sendDue();
        assertThat(standing().answer()).contains("4104");
        assertThat(of(1).inDoubt()).isFalse();
        agency.mood = Mood.TALKS_NONSENSE;
        clock.advance(Duration.ofHours(1));
        sender.sendDue();
        assertThat(standing().answer()).isEqualTo("unclear");
        assertThat(of(1).inDoubt()).isTrue();
        agency.mood = Mood.ANSWERS;
        clock.advance(Duration.ofHours(1));
        sender.sendDue();
        assertThat(of(1).state()).isEqualTo(State.ACCEPTED);
    }

    @Test
    void without_a_good_certificate_nothing_is_sent() {
        issue(1, 1);
        clock.advance(Duration.ofDays(400));
        sender.sendDue();
        assertThat(agency.visitors).isEmpty();
        assertThat(of(1)).extracting(Submission::state, Submission::inDoubt).containsExactly(State.WAITING, false);
    }

    @Test
    void another_taxpayer_does_not_sign_in_with_the_certificate_of_the_one_before() {
        assertThat(world.settings.certificate()).isPresent();
        world.settings.save(new VerifactuSettings.Draft(
                true, Taxpayer.Environment.TEST, "Otra, S.L.", "B08194359", "Proyecto de Ejemplo, S.L.", "B08194359"));
        assertThat(world.settings.certificate()).isEmpty();
        assertThat(world.settings.find().orElseThrow().certificateUntil()).isNull();
    }

    @Test
    void the_company_network_is_not_reached_unless_whoever_runs_lazo_says_so() throws Exception {
        issue(1, 1);
        sender(false).sendDue();
        assertThat(agency.visitors).isEmpty();
        assertThat(standing().answer()).isEqualTo("unreachable");
    }

    /** Invariant I6: each record ends once, in order, and the agency has each once, whatever gets lost on the way. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Tag("OPE-08")
    void whatever_gets_lost_each_record_ends_once_and_in_order(long seed) {
        Random random = new Random(seed);
        agency.judge = number -> switch (Math.floorMod(number.hashCode() + seed, 7)) {
            case 0 -> new Verdict("AceptadoConErrores", "2000");
            case 1 -> new Verdict("Incorrecto", "1100");
            default -> Verdict.RIGHT;
        };
        int issued = 0;
        for (int round = 0; round < 30; round++) {
            int more = random.nextInt(4);
            if (more > 0) {
                issue(issued + 1, issued + more);
                issued += more;
            }
            agency.mood = Mood.values()[random.nextInt(Mood.values().length)];
            sender.sendDue();
            clock.advance(Duration.ofMinutes(random.nextInt(90)));
        }
        agency.mood = Mood.ANSWERS;
        for (int last = 0; last < 2; last++) {
            clock.advance(Duration.ofHours(2));
            sender.sendDue();
        }
        assertThat(standing().count(State.WAITING)).isZero();
        Map<Long, Submission> all = world.submissions.of(
                world.chain(), LongStream.rangeClosed(1, issued).boxed().toList());
        assertThat(all).hasSize(issued);
        List<BillingRecord> records = world.records.after(world.chain(), 0, 1_000);
        List<String> taken = records.stream()
                .filter(record -> all.get(record.position()).state() != State.REJECTED)
                .map(BillingRecord::hash)
                .toList();
        assertThat(agency.accepted.keySet()).containsExactlyElementsOf(taken);
        records.forEach(record -> assertThat(all.get(record.position()).state())
                .isEqualTo(
                        switch (agency.judge.apply(record.number()).state()) {
                            case "Correcto" -> State.ACCEPTED;
                            case "AceptadoConErrores" -> State.ACCEPTED_WITH_ERRORS;
                            default -> State.REJECTED;
                        }));
    }
}
