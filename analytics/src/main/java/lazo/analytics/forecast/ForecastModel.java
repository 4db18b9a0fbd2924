package lazo.analytics.forecast;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import lazo.analytics.data.FittedModel;

/** A model fitted to one series, ready to go on from its last step. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SeasonalNaive.class, name = "seasonal-naive"),
    @JsonSubTypes.Type(value = ExponentialSmoothing.class, name = "exponential-smoothing"),
    @JsonSubTypes.Type(value = HoltWinters.class, name = "holt-winters"),
    @JsonSubTypes.Type(value = Theta.class, name = "theta"),
    @JsonSubTypes.Type(value = IntermittentDemand.class, name = "intermittent-demand"),
    @JsonSubTypes.Type(value = Arima.class, name = "arima"),
    @JsonSubTypes.Type(value = Combination.class, name = "combination")
})
public sealed interface ForecastModel extends FittedModel
        permits SeasonalNaive, ExponentialSmoothing, HoltWinters, Theta, IntermittentDemand, Arima, Combination {
    /**
     * @param horizon steps ahead, 1 or more
     * @param levels interval levels in (0, 1), for example 0.80 and 0.95; none for point forecasts alone
     */
    Forecast forecast(int horizon, double... levels);
}
