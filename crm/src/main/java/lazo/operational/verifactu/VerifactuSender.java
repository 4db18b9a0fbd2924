package lazo.operational.verifactu;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import lazo.operational.verifactu.SubmissionAnswer.Refused;
import lazo.operational.verifactu.Submissions.Batch;
import lazo.platform.outbound.OutboundCalls;
import lazo.platform.outbound.OutboundCalls.Answer;
import lazo.platform.outbound.OutboundCalls.Call;
import lazo.platform.xml.XmlProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Sends records to the tax agency in the order of their chain, a batch at a time and no sooner than it allows. */
@Component
public class VerifactuSender {
    private static final Logger log = LoggerFactory.getLogger(VerifactuSender.class);

    private final VerifactuSettings settings;
    private final BillingRecords records;
    private final Submissions submissions;
    private final TaxAgency agency;
    private final OutboundCalls calls;
    private final Clock clock;
    private final @Nullable KeyStore trusted;
    private final ReentrantLock sending = new ReentrantLock();

    @Autowired
    VerifactuSender(
            VerifactuSettings settings,
            BillingRecords records,
            Submissions submissions,
            TaxAgency agency,
            OutboundCalls calls,
            Clock clock) {
        this(settings, records, submissions, agency, calls, clock, null);
    }

    /** @param trusted who may pass for the agency, or null for those this computer trusts */
    VerifactuSender(
            VerifactuSettings settings,
            BillingRecords records,
            Submissions submissions,
            TaxAgency agency,
            OutboundCalls calls,
            Clock clock,
            @Nullable KeyStore trusted) {
        this.settings = settings;
        this.records = records;
        this.submissions = submissions;
        this.agency = agency;
        this.calls = calls;
        this.clock = clock;
        this.trusted = trusted;
    }

    /** Until nothing is due; one at a time. */
    void sendDue() {
        if (sending.tryLock()) {
            try {
                Optional<Taxpayer> taxpayer = settings.find().filter(Taxpayer::active);
                Optional<Long> chain = taxpayer.flatMap(records::chainOf);
                while (chain.isPresent() && sendBatch(taxpayer.orElseThrow(), chain.get())) {}
            } finally {
                sending.unlock();
            }
        }
    }

    /** @return whether something was sent and answered, so that there may be more */
    private boolean sendBatch(Taxpayer taxpayer, long chainId) {
        Optional<ClientCertificate> certificate = settings.certificate();
        boolean expired = taxpayer.certificateUntil() != null
                && taxpayer.certificateUntil().isBefore(clock.instant());
        if (certificate.isEmpty() || expired) {
            return false;
        }
        Batch batch = submissions.take(chainId);
        if (batch.records().isEmpty()) {
            return false;
        }
        try {
            SSLContext identity = certificate.get().identity(trusted);
            Answer answer = calls.send(
                    new Call(
                            "POST",
                            agency.records(taxpayer.environment()),
                            Map.of("Content-Type", "text/xml; charset=utf-8", "SOAPAction", "\"\""),
                            SubmissionMessage.of(batch, taxpayer),
                            agency.reach()),
                    identity);
            submissions.note(batch, SubmissionAnswer.read(answer.body()));
            return true;
        } catch (Refused refused) {
            failed(batch, true, String.valueOf(refused.getMessage()));
        } catch (XmlProblem | IllegalArgumentException unclear) {
            failed(batch, false, "unclear");
        } catch (GeneralSecurityException unusable) {
            failed(batch, true, "certificate");
        } catch (IOException unreachable) {
            failed(batch, false, "unreachable");
            log.debug("The tax agency", unreachable);
        }
        return false;
    }

    private void failed(Batch batch, boolean refused, String why) {
        submissions.noteFailure(batch, refused, why);
        log.warn(
                "The tax agency has not taken {} records from {} on ({}). They are sent again.",
                batch.records().size(),
                batch.records().getFirst().record().position(),
                refused ? "refused" : why);
    }

    @Configuration(proxyBeanMethods = false)
    static class Jobs {
        @Bean
        RecurringTask<Void> verifactuDue(VerifactuSender sender) {
            return Tasks.recurring("verifactu-due", Schedules.fixedDelay(Duration.ofSeconds(10)))
                    .execute((instance, context) -> sender.sendDue());
        }
    }
}
