package lazo.analytics.segment;

import java.util.Arrays;

/** Lloyd's steps on row-major points with Hamerly's bounds: a customer far nearer to its centre than to any other is not measured again. */
final class Lloyd {
    private final double[] points;
    private final int width;
    private final int n;
    private final int k;
    private final double[] centres;
    private final double[] sums;
    private final int[] counts;
    private final int[] assigned;
    private final double[] upper;
    private final double[] lower;
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
        this.upper = new double[n];
        this.lower = new double[n];
    }

    Lloyd run(int mostSteps) {
        for (int row = 0; row < n; row++) {
            measure(row);
            counts[assigned[row]]++;
            move(row, assigned[row], 1);
        }
        boolean changed = true;
        for (int step = 0; step < mostSteps && changed; step++) {
            boolean refilled = refillEmpty();
            double[] moved = recentre();
            changed = reassign(moved) | refilled;
        }
        recentre();
        squares = 0;
        for (int row = 0; row < n; row++) {
            squares += KMeans.distance(points, row * width, centres, assigned[row] * width, width);
        }
        return this;
    }

    private void measure(int row) {
        double least = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        int at = 0;
        for (int centre = 0; centre < k; centre++) {
            double distance = KMeans.distance(points, row * width, centres, centre * width, width);
            if (distance < least) {
                second = least;
                least = distance;
                at = centre;
            } else if (distance < second) {
                second = distance;
            }
        }
        assigned[row] = at;
        upper[row] = Math.sqrt(least);
        lower[row] = Math.sqrt(second);
    }

    private void move(int row, int centre, int sign) {
        for (int feature = 0; feature < width; feature++) {
            sums[centre * width + feature] += sign * points[row * width + feature];
        }
    }

    /** Centres to the means of their customers; answers how far each went. */
    private double[] recentre() {
        double[] moved = new double[k];
        for (int centre = 0; centre < k; centre++) {
            if (counts[centre] > 0) {
                double distance = 0;
                for (int feature = 0; feature < width; feature++) {
                    int at = centre * width + feature;
                    double next = sums[at] / counts[centre];
                    distance += (next - centres[at]) * (next - centres[at]);
                    centres[at] = next;
                }
                moved[centre] = Math.sqrt(distance);
            }
        }
        return moved;
    }

    private boolean reassign(double[] moved) {
        double farthest = 0;
        for (double distance : moved) {
            farthest = Math.max(farthest, distance);
        }
        double[] halfGap = halfGaps();
        boolean changed = false;
        for (int row = 0; row < n; row++) {
            int at = assigned[row];
            upper[row] += moved[at];
            lower[row] -= farthest;
            double bound = Math.max(halfGap[at], lower[row]);
            if (upper[row] > bound) {
                upper[row] = Math.sqrt(KMeans.distance(points, row * width, centres, at * width, width));
                if (upper[row] > bound) {
                    measure(row);
                    if (assigned[row] != at) {
                        changed = true;
                        counts[at]--;
                        counts[assigned[row]]++;
                        move(row, at, -1);
                        move(row, assigned[row], 1);
                    }
                }
            }
        }
        return changed;
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

    private boolean refillEmpty() {
        boolean refilled = false;
        for (int centre = 0; centre < k; centre++) {
            if (counts[centre] == 0) {
                int farthest = -1;
                double most = 0;
                for (int row = 0; row < n; row++) {
                    double distance = KMeans.distance(points, row * width, centres, assigned[row] * width, width);
                    if (distance > most && counts[assigned[row]] > 1) {
                        most = distance;
                        farthest = row;
                    }
                }
                if (farthest >= 0) {
                    int from = assigned[farthest];
                    counts[from]--;
                    move(farthest, from, -1);
                    assigned[farthest] = centre;
                    counts[centre] = 1;
                    move(farthest, centre, 1);
                    System.arraycopy(points, farthest * width, centres, centre * width, width);
                    upper[farthest] = 0;
                    Arrays.fill(lower, 0);
                    refilled = true;
                }
            }
        }
        return refilled;
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
