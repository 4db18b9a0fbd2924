package lazo.analytics.value;

/** The purchase models to choose among. */
public enum PurchaseFamily {
    MBG_NBD,
    PARETO_NBD,
    BG_NBD,
    MBG_CNBD_K,
    NBD;

    /** The model of this family with the greatest likelihood. */
    public PurchaseModel fit(PurchaseHistory history) {
        return switch (this) {
            case MBG_NBD -> ModifiedBetaGeometricNbd.fit(history);
            case PARETO_NBD -> ParetoNbd.fit(history);
            case BG_NBD -> BetaGeometricNbd.fit(history);
            case MBG_CNBD_K -> MbgCnbdK.fit(history);
            case NBD -> Nbd.fit(history);
        };
    }
}
