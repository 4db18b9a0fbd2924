package lazo.kernel.transfer;

/** Where an import stands. */
public enum ImportState {
    /** The file is read for the first time, from beginning to end. */
    READING,
    /** Its columns are known; the user says what they mean. */
    READY,
    /** The file can't be read. */
    REFUSED,
    /** The dry run is under way. */
    CHECKING,
    CHECKED,
    RUNNING,
    DONE,
    /** Stopped by the user; what was written stays and can be undone. */
    CANCELLED,
    /** Stopped by an error that repeating did not cure. */
    FAILED,
    UNDOING,
    UNDONE;

    public boolean isWorking() {
        return this == READING || this == CHECKING || this == RUNNING || this == UNDOING;
    }

    /** Whether records were written. */
    public boolean hasWritten() {
        return this == RUNNING
                || this == DONE
                || this == CANCELLED
                || this == FAILED
                || this == UNDOING
                || this == UNDONE;
    }
}
