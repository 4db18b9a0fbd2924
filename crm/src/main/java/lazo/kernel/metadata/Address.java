package lazo.kernel.metadata;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A postal address; any part may be missing, not all. */
public record Address(
        @Nullable String street,
        @Nullable String postcode,
        @Nullable String city,
        @Nullable String region,
        @Nullable String country) {

    /** Part names, in the order of the constructor and of the columns. */
    public static final List<String> PARTS = List.of("street", "postcode", "city", "region", "country");

    /** An address of these parts, or {@code null} when all are blank. */
    public static @Nullable Address of(List<? extends @Nullable String> parts) {
        List<@Nullable String> clean = new java.util.ArrayList<>();
        for (String part : parts) {
            clean.add(part == null || part.isBlank() ? null : part.strip());
        }
        return clean.stream().allMatch(Objects::isNull)
                ? null
                : new Address(clean.get(0), clean.get(1), clean.get(2), clean.get(3), clean.get(4));
    }

    public List<@Nullable String> parts() {
        return java.util.Arrays.asList(street, postcode, city, region, country);
    }

    /** On one line, as a letter would carry it. */
    public String line() {
        String place = joined(" ", postcode, city);
        return joined(", ", street, place.isEmpty() ? null : place, region, country);
    }

    private static String joined(String separator, @Nullable String... parts) {
        return Stream.of(parts).filter(Objects::nonNull).collect(Collectors.joining(separator));
    }
}
