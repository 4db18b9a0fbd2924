package lazo.analytics.data;

/** A model that was fitted to data. Fitted models are immutable records; {@link ModelType} names their kept form. */
public interface FittedModel {
    /** Data, settings and quality behind this model. */
    Provenance provenance();
}
