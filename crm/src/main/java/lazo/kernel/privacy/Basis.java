package lazo.kernel.privacy;

/** Why personal data may be used for a purpose (GDPR 6.1). */
public enum Basis {
    CONSENT,
    CONTRACT,
    LEGAL_OBLIGATION,
    VITAL_INTEREST,
    PUBLIC_TASK,
    LEGITIMATE_INTEREST;

    /** Whether a person may say no to it: at any time to what rests on an interest, and always to what asks for consent. */
    public boolean mayBeObjectedTo() {
        return this == CONSENT || this == PUBLIC_TASK || this == LEGITIMATE_INTEREST;
    }
}
