package lazo.kernel.transfer.web;

import java.util.List;

/**
 * What was found wrong, first summed up, then line by line.
 *
 * @param next the row after which the next lines begin, -1 at the end
 */
public record ProblemPage(List<Sum> sums, List<Line> lines, long next, boolean trial) {
    /** One kind of problem in one column. */
    public record Sum(String text, String column, String count, boolean fatal) {}

    public record Line(String line, String column, String text, String code, boolean fatal) {}

    public ProblemPage {
        sums = List.copyOf(sums);
        lines = List.copyOf(lines);
    }
}
