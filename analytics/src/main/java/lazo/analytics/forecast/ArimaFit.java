package lazo.analytics.forecast;

import java.util.Arrays;

/**
 * Maximum likelihood for one ARIMA order. Minus twice the logarithm of the likelihood is n·ln Σ(v²/F)·G² up to constants, G² the
 * geometric mean of F, so it is a least-squares problem in v·G/√F and Levenberg-Marquardt solves it.
 */
final class ArimaFit {
    /** Of the first lag of the past and of the surprises, before the change of variable. */
    private static final double[][] STARTS = {{0, 0}, {1, 2}, {-1, -1}};

    private final Arima.Order order;
    private final int period;
    private final double[] z;
    private final double[] differenced;
    private final double centre;
    private final double scale;

    ArimaFit(Arima.Order order, int period, double[] z) {
        this.order = order;
        this.period = period;
        this.z = z;
        double[] back = differencing(order.d(), order.seasonalD(), period);
        double[] w = new double[z.length - back.length + 1];
        for (int t = 0; t < w.length; t++) {
            for (int j = 0; j < back.length; j++) {
                w[t] += back[j] * z[t + back.length - 1 - j];
            }
        }
        double average = Arrays.stream(w).average().orElseThrow();
        this.centre = order.averages() ? average : 0;
        this.scale = Math.sqrt(
                Arrays.stream(w).map(v -> (v - centre) * (v - centre)).average().orElseThrow());
        double largest = Arrays.stream(z).map(Math::abs).max().orElseThrow();
        if (!(scale > 1e-10 * largest)) {
            throw new IllegalArgumentException(
                    "What is left of %d values after differences varies by %s, expected more for %s"
                            .formatted(z.length, scale, order));
        }
        this.differenced = Arrays.stream(w).map(v -> (v - centre) / scale).toArray();
    }

    record Coefficients(double[] ar, double[] ma, double[] seasonalAr, double[] seasonalMa, double mean) {}

    /**
     * Where the filter ended.
     *
     * @param squares Σ v²/F
     * @param logs Σ ln F
     */
    record Filter(int steps, double squares, double logs, double[] state) {}

    Arima model(boolean logarithms, int length) {
        double[] found = new double[order.coefficients()];
        double least = Double.POSITIVE_INFINITY;
        for (double[] first : order.coefficients() == 0 ? new double[0][] : STARTS) {
            double[] end = LeastSquares.minimise(this::residuals, start(first), differenced.length);
            double[] errors = new double[differenced.length];
            double squares = residuals(end, errors)
                    ? Arrays.stream(errors).map(e -> e * e).sum()
                    : Double.POSITIVE_INFINITY;
            if (squares < least) {
                least = squares;
                found = end;
            }
        }
        Coefficients scaled = coefficients(found);
        Filter end = filter(scaled, new double[differenced.length]);
        double[] state = Arrays.stream(end.state()).map(v -> v * scale).toArray();
        Coefficients c = new Coefficients(
                scaled.ar, scaled.ma, scaled.seasonalAr, scaled.seasonalMa, centre + scale * scaled.mean);
        return Arima.of(
                order,
                period,
                logarithms,
                c,
                new Filter(end.steps, end.squares * scale * scale, end.logs, state),
                Arrays.copyOfRange(z, length - order.differences(period), length));
    }

    /** The first lag of each kind as given, all else 0. */
    private double[] start(double[] first) {
        double[] u = new double[order.coefficients()];
        int[] counts = {order.p(), order.q(), order.seasonalP(), order.seasonalQ()};
        int at = 0;
        for (int kind = 0; kind < counts.length; kind++) {
            if (counts[kind] > 0) {
                u[at] = first[kind % 2];
            }
            at += counts[kind];
        }
        return u;
    }

    private Coefficients coefficients(double[] u) {
        int at = 0;
        double[] ar = stationary(Arrays.copyOfRange(u, at, at += order.p()));
        double[] ma = negative(stationary(Arrays.copyOfRange(u, at, at += order.q())));
        double[] seasonalAr = stationary(Arrays.copyOfRange(u, at, at += order.seasonalP()));
        double[] seasonalMa = negative(stationary(Arrays.copyOfRange(u, at, at += order.seasonalQ())));
        return new Coefficients(ar, ma, seasonalAr, seasonalMa, order.averages() ? u[at] : 0);
    }

    /** Coefficients of a stationary process from any numbers, by way of partial autocorrelations in (−1, 1). */
    private static double[] stationary(double[] u) {
        double[] coefficients = new double[u.length];
        for (int k = 0; k < u.length; k++) {
            double partial = u[k] / Math.sqrt(1 + u[k] * u[k]);
            double[] before = coefficients.clone();
            for (int j = 0; j < k; j++) {
                coefficients[j] = before[j] - partial * before[k - 1 - j];
            }
            coefficients[k] = partial;
        }
        return coefficients;
    }

    private static double[] negative(double[] values) {
        return Arrays.stream(values).map(v -> -v).toArray();
    }

    private boolean residuals(double[] u, double[] into) {
        Filter filter = filter(coefficients(u), into);
        double geometric = Math.exp(0.5 * filter.logs / filter.steps);
        for (int t = 0; t < into.length; t++) {
            into[t] *= geometric;
        }
        return Double.isFinite(filter.squares) && Double.isFinite(geometric);
    }

    /** Runs over the differenced series and fills {@code errors} with v/√F. */
    private Filter filter(Coefficients c, double[] errors) {
        double[] past = lags(c.ar, c.seasonalAr, period);
        double[] shocks = surprises(c.ma, c.seasonalMa, period);
        int size = Math.max(past.length - 1, shocks.length);
        past = Arrays.copyOf(past, size + 1);
        shocks = Arrays.copyOf(shocks, size);
        double[][] spread = stationarySpread(past, shocks);
        double[] state = new double[size];
        double[] gain = new double[size];
        double squares = 0;
        double logs = 0;
        for (int t = 0; t < differenced.length; t++) {
            double error = differenced[t] - c.mean - state[0];
            double variance = spread[0][0];
            squares += error * error / variance;
            logs += Math.log(variance);
            errors[t] = error / Math.sqrt(variance);
            for (int i = 0; i < size; i++) {
                gain[i] = (-past[i + 1] * spread[0][0] + (i + 1 < size ? spread[i + 1][0] : 0)) / variance;
            }
            step(past, state);
            for (int i = 0; i < size; i++) {
                state[i] += gain[i] * error;
            }
            spread = moved(past, spread);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    spread[i][j] += shocks[i] * shocks[j] - gain[i] * gain[j] * variance;
                }
            }
        }
        return new Filter(differenced.length, squares, logs, state);
    }

    /** One step of the state without news: each entry takes the next one and its share of the first. */
    static void step(double[] past, double[] state) {
        double first = state[0];
        for (int i = 0; i < state.length; i++) {
            state[i] = (i + 1 < past.length ? -past[i + 1] * first : 0) + (i + 1 < state.length ? state[i + 1] : 0);
        }
    }

    /** T·P·Tᵀ for the sparse T of {@link #step}. */
    private static double[][] moved(double[] past, double[][] spread) {
        int size = spread.length;
        double[][] moved = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = past[i + 1] * past[j + 1] * spread[0][0];
                if (j + 1 < size) {
                    sum -= past[i + 1] * spread[0][j + 1];
                }
                if (i + 1 < size) {
                    sum -= past[j + 1] * spread[i + 1][0];
                    sum += j + 1 < size ? spread[i + 1][j + 1] : 0;
                }
                moved[i][j] = sum;
                moved[j][i] = sum;
            }
        }
        return moved;
    }

    /** The P with P = T·P·Tᵀ + R·Rᵀ, by doubling: P₀ = RRᵀ, Pₖ₊₁ = Pₖ + T^(2ᵏ)·Pₖ·T^(2ᵏ)ᵀ. */
    private static double[][] stationarySpread(double[] past, double[] shocks) {
        int size = shocks.length;
        double[][] power = new double[size][size];
        double[][] spread = new double[size][size];
        for (int i = 0; i < size; i++) {
            power[i][0] = -past[i + 1];
            if (i + 1 < size) {
                power[i][i + 1] = 1;
            }
            for (int j = 0; j < size; j++) {
                spread[i][j] = shocks[i] * shocks[j];
            }
        }
        for (int doubling = 0; doubling < 60; doubling++) {
            double[][] added = product(product(power, spread), transposed(power));
            double most = 0;
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    spread[i][j] += added[i][j];
                    most = Math.max(most, Math.abs(added[i][j]));
                }
            }
            if (!(most > 1e-14 * spread[0][0])) {
                break;
            }
            power = product(power, power);
        }
        return spread;
    }

    private static double[][] product(double[][] a, double[][] b) {
        int size = a.length;
        double[][] product = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < size; k++) {
                double factor = a[i][k];
                if (factor != 0) {
                    for (int j = 0; j < size; j++) {
                        product[i][j] += factor * b[k][j];
                    }
                }
            }
        }
        return product;
    }

    private static double[][] transposed(double[][] a) {
        double[][] turned = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                turned[j][i] = a[i][j];
            }
        }
        return turned;
    }

    /** φ(B)·Φ(Bˢ) as a polynomial in B, constant first. */
    static double[] lags(double[] ar, double[] seasonalAr, int period) {
        return product(polynomial(negative(ar), 1), polynomial(negative(seasonalAr), period));
    }

    /** θ(B)·Θ(Bˢ). */
    static double[] surprises(double[] ma, double[] seasonalMa, int period) {
        return product(polynomial(ma, 1), polynomial(seasonalMa, period));
    }

    /** (1−B)ᵈ·(1−Bˢ)ᴰ. */
    static double[] differencing(int plain, int seasonal, int period) {
        double[] polynomial = {1};
        for (int i = 0; i < plain; i++) {
            polynomial = product(polynomial, polynomial(new double[] {-1}, 1));
        }
        for (int i = 0; i < seasonal; i++) {
            polynomial = product(polynomial, polynomial(new double[] {-1}, period));
        }
        return polynomial;
    }

    private static double[] polynomial(double[] coefficients, int apart) {
        double[] polynomial = new double[coefficients.length * apart + 1];
        polynomial[0] = 1;
        for (int i = 0; i < coefficients.length; i++) {
            polynomial[(i + 1) * apart] = coefficients[i];
        }
        return polynomial;
    }

    static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length + b.length - 1];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                product[i + j] += a[i] * b[j];
            }
        }
        return product;
    }
}
