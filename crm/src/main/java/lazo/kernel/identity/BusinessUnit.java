package lazo.kernel.identity;

import org.jspecify.annotations.Nullable;

/**
 * A part of the company, such as a region or a dealer, with its place in the tree.
 *
 * @param depth 0 at the top
 * @param teams how many teams belong to it
 * @param users how many active users belong to it, by their team or by themselves
 */
public record BusinessUnit(long id, String name, @Nullable Long parentId, int depth, int teams, int users) {}
