package lazo.operational.billing;

import java.util.List;

/** Who issues the company's documents. Parts that nobody has typed are empty. @param registry what stands at the foot */
public record Issuer(
        String name,
        String taxId,
        String street,
        String postcode,
        String city,
        String region,
        String country,
        String email,
        String phone,
        String registry) {
    /** The address as a letter has it. */
    public List<String> address() {
        return List.of(street, (postcode + " " + city).strip(), region, country).stream()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
