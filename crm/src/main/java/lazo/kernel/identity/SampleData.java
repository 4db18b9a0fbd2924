package lazo.kernel.identity;

/** Fills an empty Lazo with a company to look around in. Offered at the first visit when a module provides it. */
public interface SampleData {
    void load(Actor administrator);
}
