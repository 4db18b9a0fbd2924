package lazo.analytics;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Draws for tests of what must hold of any input. The same draws every time; about one in eight is a limit of its range, where
 * mistakes live.
 */
public final class Samples {
    private final SplittableRandom random;

    private Samples(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Runs the body with so many different draws, or at most {@code -Dlazo.samples=…} of them; a failure names the one. */
    public static void each(int tries, Consumer<Samples> body) {
        int most = Math.min(tries, Integer.getInteger("lazo.samples", tries));
        for (int seed = 0; seed < most; seed++) {
            try {
                body.accept(new Samples(seed));
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("Draw %d of %d: %s".formatted(seed, tries, failed.getMessage()), failed);
            }
        }
    }

    public long seed() {
        return random.nextLong();
    }

    public boolean either() {
        return random.nextBoolean();
    }

    /** A whole number between the limits, both included. */
    public int whole(int low, int high) {
        return switch (random.nextInt(16)) {
            case 0 -> low;
            case 1 -> high;
            default -> random.nextInt(low, high + 1);
        };
    }

    /** A number between the limits, both included; zero as often as a limit, where zero lies between them. */
    public double number(double low, double high) {
        return switch (random.nextInt(16)) {
            case 0 -> low;
            case 1 -> high;
            case 2 -> Math.clamp(0, low, high);
            default -> low + (high - low) * random.nextDouble();
        };
    }

    public <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    public <T> List<T> some(int least, int most, Function<Samples, T> draw) {
        int size = whole(least, most);
        List<T> drawn = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            drawn.add(draw.apply(this));
        }
        return drawn;
    }

    /** A text of any letters, signs and emoji there are, unpaired surrogates among them. */
    public String text(int most) {
        StringBuilder text = new StringBuilder();
        int size = whole(0, most);
        while (text.length() < size) {
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) random.nextInt(' ', 127));
                case 1 -> text.append((char) random.nextInt(0xA0, 0x250));
                case 2 -> text.append((char) random.nextInt(0x10000));
                default -> text.appendCodePoint(random.nextInt(0x10000, 0x110000));
            }
        }
        return text.substring(0, size);
    }
}
