package lazo.analytics.segment;

import java.util.Arrays;

/**
 * Lloyd's steps on row-major points with Hamerly's bounds: a customer far nearer to its centre than to any other is not measured again; the others wait until a
 * block of them can be measured at once. Source: Hamerly (2010), SIAM Data Mining, 130-140.
 */
final class Lloyd {
    private static final int NOWHERE = -1;

    private final double[] points;
    private final int width;
    private final int n;
    private final int k;
    private final double[] centres;
    private final double[] sums;
    private final int[] counts;
    private final int[] assigned;
    /** At most how far a customer is from its centre, less what that centre has travelled. */
    private final double[] upper;
    /** At least how far it is from any other, plus what the fastest centres have travelled. */
    private final double[] lower;

    private final double[] travelled;
    private double farthest;
    private final DistanceBlock block;
    private final double[][] waiting;
    private final int[] waitingRows = new int[DistanceBlock.ROWS];
    private final double[] least = new double[DistanceBlock.ROWS];
    private final double[] second = new double[DistanceBlock.ROWS];
    private int waits;
    private boolean changed;
    private double squares;

    Lloyd(double[] points, int width, double[] start) {
        this.points = points;
        this.width = width;
        this.n = points.length / width;
        this.k = start.length / width;
        this.centres = start;
        this.sums = new double[start.length];
        this.counts = new int[k];
        this.assigned = new int[n];
        Arrays.fill(assigned, NOWHERE);
        this.upper = new double[n];
        this.lower = new double[n];
        this.travelled = new double[k];
        this.block = new DistanceBlock(k);
        this.waiting = new double[width][DistanceBlock.ROWS];
    }

    Lloyd run(int mostSteps) {
        for (int row = 0; row < n; row++) {
            measureSoon(row);
        }
        measure();
        for (int step = 0; step < mostSteps && changed; step++) {
            changed = false;
            refillEmpty();
            recentre();
            reassign();
        }
        recentre();
        squares = 0;
        for (int row = 0; row < n; row++) {
            squares += KMeans.distance(points, row * width, centres, assigned[row] * width, width);
        }
        return this;
    }

    private void measureSoon(int row) {
        waitingRows[waits++] = row;
        if (waits == DistanceBlock.ROWS) {
            measure();
        }
    }

    /** Gives those who wait to their nearest centre, of equally near ones to the one they have. */
    private void measure() {
        for (int i = 0; i < waits; i++) {
            for (int feature = 0; feature < width; feature++) {
                waiting[feature][i] = points[waitingRows[i] * width + feature];
            }
        }
        double[][] distances = block.measure(waiting, 0, waits, centres);
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(second, Double.POSITIVE_INFINITY);
        for (double[] distance : distances) {
            for (int i = 0; i < waits; i++) {
                second[i] = Math.min(second[i], Math.max(least[i], distance[i]));
                least[i] = Math.min(least[i], distance[i]);
            }
        }
        for (int i = 0; i < waits; i++) {
            int row = waitingRows[i];
            int from = assigned[row];
            if (from == NOWHERE || distances[from][i] > least[i]) {
                int to = 0;
                while (distances[to][i] > least[i]) {
                    to++;
                }
                give(row, to);
            }
            upper[row] = Math.sqrt(least[i]) - travelled[assigned[row]];
            lower[row] = Math.sqrt(second[i]) + farthest;
        }
        waits = 0;
    }

    private void give(int row, int to) {
        int from = assigned[row];
        if (from != NOWHERE) {
            counts[from]--;
            move(row, from, -1);
        }
        assigned[row] = to;
        counts[to]++;
        move(row, to, 1);
        changed = true;
    }

    private void move(int row, int centre, int sign) {
        for (int feature = 0; feature < width; feature++) {
            sums[centre * width + feature] += sign * points[row * width + feature];
        }
    }

    /** Centres to the means of their customers. */
    private void recentre() {
        double longest = 0;
        for (int centre = 0; centre < k; centre++) {
            if (counts[centre] > 0) {
                double way = 0;
                for (int feature = 0; feature < width; feature++) {
                    int at = centre * width + feature;
                    double next = sums[at] / counts[centre];
                    way += (next - centres[at]) * (next - centres[at]);
                    centres[at] = next;
                }
                travelled[centre] += Math.sqrt(way);
                longest = Math.max(longest, Math.sqrt(way));
            }
        }
        farthest += longest;
    }

    private void reassign() {
        double[] halfGap = halfGaps();
        for (int row = 0; row < n; row++) {
            int at = assigned[row];
            if (upper[row] + travelled[at] > Math.max(halfGap[at], lower[row] - farthest)) {
                measureSoon(row);
            }
        }
        measure();
    }

    private double[] halfGaps() {
        double[] half = new double[k];
        for (int centre = 0; centre < k; centre++) {
            double least = Double.POSITIVE_INFINITY;
            for (int other = 0; other < k; other++) {
                if (other != centre) {
                    least = Math.min(least, KMeans.distance(centres, centre * width, centres, other * width, width));
                }
            }
            half[centre] = Math.sqrt(least) / 2;
        }
        return half;
    }

    private void refillEmpty() {
        for (int centre = 0; centre < k; centre++) {
            if (counts[centre] == 0) {
                int farthestRow = NOWHERE;
                double most = 0;
                for (int row = 0; row < n; row++) {
                    double distance = KMeans.distance(points, row * width, centres, assigned[row] * width, width);
                    if (distance > most && counts[assigned[row]] > 1) {
                        most = distance;
                        farthestRow = row;
                    }
                }
                if (farthestRow != NOWHERE) {
                    give(farthestRow, centre);
                    System.arraycopy(points, farthestRow * width, centres, centre * width, width);
                    upper[farthestRow] = -travelled[centre];
                    Arrays.fill(lower, farthest);
                }
            }
        }
    }

    double squares() {
        return squares;
    }

    double[] centres() {
        return centres;
    }

    int[] counts() {
        return counts;
    }
}
