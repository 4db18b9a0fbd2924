package lazo.platform.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses a call may go to. Only the address a name resolves to counts, never the name: an odd notation of
 * 127.0.0.1 is 127.0.0.1. Link-local addresses, where clouds keep the credentials of their machines, are always refused.
 * Source: IANA special-purpose address registries.
 */
public final class OutboundAddress {
    private static final List<Block> NEVER = Block.all(
            "0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::/128", "fe80::/10", "ff00::/8", "2001::/32", "100::/64");
    private static final List<Block> PRIVATE = Block.all(
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "2001:db8::/32");
    private static final Block GLOBAL_6 = Block.of("2000::/3");

    private OutboundAddress() {}

    /** A range of addresses: those whose first bits are these. */
    private record Block(byte[] start, int bits) {
        static List<Block> all(String... texts) {
            return java.util.Arrays.stream(texts).map(Block::of).toList();
        }

        static Block of(String text) {
            int slash = text.indexOf('/');
            return new Block(
                    InetAddress.ofLiteral(text.substring(0, slash)).getAddress(),
                    Integer.parseInt(text.substring(slash + 1)));
        }

        boolean has(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if (((address[bit / 8] ^ start[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What is wrong with an address as it is written, in words for a log; whether it may be called is seen when it is. */
    public static Optional<String> objection(URI uri, Reach reach) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean allowed = scheme.equals("https") || scheme.equals("http") && reach == Reach.PRIVATE_TOO;
        if (!allowed) {
            return Optional.of("not https");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            return Optional.of("no plain host");
        }
        int port = uri.getPort();
        boolean service = port > 0 && port < 1024 && port != 80 && port != 443;
        return service ? Optional.of("port of another service") : Optional.empty();
    }

    /** Whether a call may connect to this address. */
    public static boolean isAllowed(InetAddress address, Reach reach) {
        byte[] bytes = address.getAddress();
        if (NEVER.stream().anyMatch(block -> block.has(bytes))) {
            return false;
        }
        if (!(address instanceof Inet4Address) && embedded(bytes).isPresent()) {
            return isAllowed(embedded(bytes).get(), reach);
        }
        return reach == Reach.PRIVATE_TOO || isGlobal(address, bytes);
    }

    private static boolean isGlobal(InetAddress address, byte[] bytes) {
        boolean known = address instanceof Inet4Address || GLOBAL_6.has(bytes);
        return known && PRIVATE.stream().noneMatch(block -> block.has(bytes));
    }

    /** The IPv4 address that a translator (NAT64, 6to4) makes of an IPv6 one. */
    private static Optional<InetAddress> embedded(byte[] bytes) {
        if (Block.of("64:ff9b::/96").has(bytes)) {
            return Optional.of(ipv4(bytes, 12));
        }
        return Block.of("2002::/16").has(bytes) ? Optional.of(ipv4(bytes, 2)) : Optional.empty();
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        return InetAddress.ofLiteral("%d.%d.%d.%d"
                .formatted(bytes[from] & 0xff, bytes[from + 1] & 0xff, bytes[from + 2] & 0xff, bytes[from + 3] & 0xff));
    }
}
