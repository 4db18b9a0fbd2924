package lazo.kernel.identity;

import org.jspecify.annotations.Nullable;

/**
 * Users who share their records and a manager.
 *
 * @param members how many active users belong to it
 * @param unitId the business unit it belongs to
 */
public record Team(
        long id, String name, int members, @Nullable Long unitId) {}
