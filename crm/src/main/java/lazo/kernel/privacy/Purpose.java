package lazo.kernel.privacy;

import lazo.kernel.metadata.Label;

/**
 * What personal data are used for.
 *
 * @param wording what people are told, or agree to
 * @param version of the wording
 */
public record Purpose(
        long id, String key, Label label, Label wording, int version, Basis basis, int position, boolean archived) {}
