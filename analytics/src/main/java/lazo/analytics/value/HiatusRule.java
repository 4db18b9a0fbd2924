package lazo.analytics.value;

import java.util.Arrays;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * The rule of thumb many managers use: whoever has not bought for longer than a hiatus is no customer any more.
 *
 * <p>Source: Wübben and Wangenheim (2008), Journal of Marketing 72(3), 82-93, where it does as well as the models in telling
 * active from inactive customers.
 *
 * @param hiatus longest silence of an active customer, in the unit of the history
 */
@ModelType(name = "hiatus-rule")
public record HiatusRule(double hiatus, Provenance provenance) implements FittedModel {
    private static final String METHOD = "hiatus rule (Wübben, Wangenheim 2008)";

    public HiatusRule {
        if (!(hiatus >= 0)) {
            throw new IllegalArgumentException("hiatus is %s, expected 0 or more".formatted(hiatus));
        }
    }

    public static HiatusRule of(double hiatus) {
        return new HiatusRule(hiatus, Provenance.of(METHOD, 0));
    }

    /** The hiatus that tells best who bought in the span after the split. */
    public static HiatusRule fit(HoldOut holdOut) {
        PurchaseHistory history = holdOut.history();
        int size = history.size();
        if (size == 0) {
            throw new IllegalArgumentException("0 customers, expected at least 1");
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(silence(history, a), silence(history, b)));
        int right = 0;
        for (int later : holdOut.later()) {
            right += later == 0 ? 1 : 0;
        }
        int best = -1;
        double hiatus = 0;
        for (int i = 0; i < size; i++) {
            right += holdOut.later()[order[i]] > 0 ? 1 : -1;
            boolean lastOfTies = i == size - 1 || silence(history, order[i]) < silence(history, order[i + 1]);
            if (lastOfTies && right > best) {
                best = right;
                hiatus = silence(history, order[i]);
            }
        }
        return new HiatusRule(hiatus, Provenance.of(METHOD, size).withQuality("accuracy", best / (double) size));
    }

    private static double silence(PurchaseHistory history, int i) {
        return history.age()[i] - history.lastAge()[i];
    }

    public boolean active(double lastAge, double age) {
        return age - lastAge <= hiatus;
    }

    /** Share of customers told right: active and bought, or inactive and did not. */
    public double accuracy(HoldOut holdOut) {
        int right = 0;
        for (int i = 0; i < holdOut.later().length; i++) {
            boolean active = silence(holdOut.history(), i) <= hiatus;
            right += active == holdOut.later()[i] > 0 ? 1 : 0;
        }
        return right / (double) holdOut.later().length;
    }

    /** The same rule, with the span its data cover written into its provenance. */
    public HiatusRule withWindow(String window) {
        return new HiatusRule(hiatus, provenance.withWindow(window));
    }
}
