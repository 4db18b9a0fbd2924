package lazo.kernel.identity;

/** Fills an empty Lazo with a company to look around in. Offered at the first visit when a module provides it. */
public interface SampleData {
    /** Whether there are no customers yet that invented ones would be mixed with. */
    boolean mayLoad();

    void load(Actor administrator);
}
