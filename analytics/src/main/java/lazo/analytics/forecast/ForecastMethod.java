package lazo.analytics.forecast;

/** The ways of forecasting that {@link RollingOrigin} and {@link Combination} can try. */
public enum ForecastMethod {
    SEASONAL_NAIVE,
    SIMPLE,
    HOLT,
    DAMPED,
    HOLT_WINTERS_ADDITIVE,
    HOLT_WINTERS_MULTIPLICATIVE,
    SMOOTHING_BY_AICC,
    THETA,
    CROSTON,
    SBA,
    TSB;

    /** @throws IllegalArgumentException when the series is too short or has values the method cannot take; the message says which */
    public ForecastModel fit(TimeSeries series) {
        return switch (this) {
            case SEASONAL_NAIVE -> SeasonalNaive.fit(series);
            case SIMPLE -> ExponentialSmoothing.simple(series);
            case HOLT -> ExponentialSmoothing.holt(series);
            case DAMPED -> ExponentialSmoothing.damped(series);
            case HOLT_WINTERS_ADDITIVE -> HoltWinters.additive(series);
            case HOLT_WINTERS_MULTIPLICATIVE -> HoltWinters.multiplicative(series);
            case SMOOTHING_BY_AICC -> ExponentialSmoothing.choose(series);
            case THETA -> Theta.fit(series);
            case CROSTON -> IntermittentDemand.fit(series, IntermittentDemand.Method.CROSTON);
            case SBA -> IntermittentDemand.fit(series, IntermittentDemand.Method.SBA);
            case TSB -> IntermittentDemand.fit(series, IntermittentDemand.Method.TSB);
        };
    }
}
