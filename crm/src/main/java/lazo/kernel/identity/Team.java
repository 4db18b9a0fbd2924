package lazo.kernel.identity;

/**
 * Users who share their records and a manager.
 *
 * @param members how many active users belong to it
 */
public record Team(long id, String name, int members) {}
