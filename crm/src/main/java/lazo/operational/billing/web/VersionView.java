package lazo.operational.billing.web;

import java.util.List;
import lazo.operational.billing.QuoteDecisions;
import lazo.operational.billing.QuoteVersions;
import org.jspecify.annotations.Nullable;

/** A version that was sent, and what is not as in the one before. @param intact whether its hash still fits */
public record VersionView(
        QuoteVersions.Version version,
        List<QuoteVersions.Difference> differences,
        boolean intact,
        QuoteDecisions.@Nullable Decision decision) {
    public VersionView {
        differences = List.copyOf(differences);
    }
}
