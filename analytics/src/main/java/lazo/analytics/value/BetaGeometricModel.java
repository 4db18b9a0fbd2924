package lazo.analytics.value;

/** What the models on the arithmetic of {@link BetaGeometric} answer alike. */
sealed interface BetaGeometricModel extends PurchaseModel permits BetaGeometricNbd, ModifiedBetaGeometricNbd, MbgCnbdK {

    /** The formulas with the parameters of this model. */
    BetaGeometric arithmetic();

    @Override
    default double expectedPurchases(double span) {
        return arithmetic().expected(span);
    }

    @Override
    default double expectedPurchases(int repeats, double lastAge, double age, double span) {
        return arithmetic().expected(repeats, lastAge, age, span);
    }

    @Override
    default double probabilityOfPurchases(int count, double span) {
        return arithmetic().probability(count, span);
    }

    @Override
    default double probabilityOfPurchases(int count, int repeats, double lastAge, double age, double span) {
        return arithmetic().probability(count, repeats, lastAge, age, span);
    }

    @Override
    default double discountedPurchases(int repeats, double lastAge, double age, double horizon, double rate) {
        return arithmetic().discounted(repeats, lastAge, age, horizon, rate);
    }

    @Override
    default double logLikelihood(PurchaseHistory history) {
        return arithmetic().logLikelihood(Groups.of(history));
    }

    /** Standard errors of r, α, a, b over the histories the model was fitted to; NaN where they do not determine one. */
    default double[] standardErrors(PurchaseHistory history) {
        return arithmetic().standardErrors(history);
    }
}
