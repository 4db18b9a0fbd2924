package lazo.kernel.transfer.profile;

/** An estimate of how many different values were seen, in one kilobyte whatever their number (HyperLogLog, about 3 %). */
final class Distinct {
    private static final int BITS = 10;
    private static final int REGISTERS = 1 << BITS;
    private final byte[] registers = new byte[REGISTERS];

    void add(CharSequence value) {
        long hash = hash(value);
        int register = (int) (hash >>> (64 - BITS));
        int rank = Long.numberOfLeadingZeros(hash << BITS | 1L << (BITS - 1)) + 1;
        if (rank > registers[register]) {
            registers[register] = (byte) rank;
        }
    }

    long estimate() {
        double sum = 0;
        int empty = 0;
        for (byte register : registers) {
            sum += Math.pow(2, -register);
            if (register == 0) {
                empty++;
            }
        }
        double raw = 0.7213 / (1 + 1.079 / REGISTERS) * REGISTERS * REGISTERS / sum;
        return Math.round(raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log((double) REGISTERS / empty) : raw);
    }

    private static long hash(CharSequence value) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < value.length(); i++) {
            hash = (hash ^ value.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
