package lazo.platform.database;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** How an own server runs, in PostgreSQL's own words. */
public record PostgresSettings(Map<String, String> values) {
    /**
     * Nothing acknowledged is ever lost. An eighth of the machine's memory, within limits, holds what is read often; pages
     * are taken up only as data need them, so a small company on a large machine does not pay for it.
     */
    public static PostgresSettings durable() {
        long megabytes = memory() >> 20;
        return base().with("fsync", "on")
                .with("synchronous_commit", "on")
                .with("shared_buffers", Math.clamp(megabytes / 8, 128, 1024) + "MB")
                .with("effective_cache_size", Math.max(megabytes / 2, 512) + "MB")
                .with("max_connections", "60");
    }

    /** For tests: fast, and gone with the first power cut. */
    public static PostgresSettings forgetful() {
        return base().with("fsync", "off")
                .with("synchronous_commit", "off")
                .with("full_page_writes", "off")
                .with("shared_buffers", "64MB")
                .with("max_connections", "100");
    }

    boolean forgets() {
        return "off".equals(values.get("fsync"));
    }

    public PostgresSettings with(String name, String value) {
        var all = new LinkedHashMap<>(values);
        all.put(name, value);
        return new PostgresSettings(Map.copyOf(all));
    }

    private static long memory() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    private static PostgresSettings base() {
        return new PostgresSettings(Map.of(
                "jit", "off",
                "work_mem", "16MB",
                "maintenance_work_mem", "128MB",
                "password_encryption", "scram-sha-256",
                "timezone", "UTC",
                "log_timezone", "UTC",
                "lc_messages", "C"));
    }
}
