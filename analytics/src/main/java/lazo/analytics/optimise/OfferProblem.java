package lazo.analytics.optimise;

/**
 * Who could get which offer, and what stands in the way.
 *
 * @param values {@code values[customer][offer]}: expected gain of making the offer, costs already taken off; NaN where it may not be made
 * @param costs {@code costs[offer]}: what one such offer takes from the budget, 0 or more
 * @param capacities most customers per offer
 * @param contacts most offers per customer, 1 or more
 * @param budget for all offers together; may be infinite
 */
public record OfferProblem(double[][] values, double[] costs, int[] capacities, int contacts, double budget) {
    public OfferProblem {
        int offers = costs.length;
        if (values.length == 0 || offers == 0 || capacities.length != offers) {
            throw new IllegalArgumentException(
                    "%d customers, %d costs and %d capacities, expected 1 or more, as many of the latter"
                            .formatted(values.length, offers, capacities.length));
        }
        for (int customer = 0; customer < values.length; customer++) {
            if (values[customer].length != offers) {
                throw new IllegalArgumentException(
                        "customer %d has %d values, expected %d".formatted(customer, values[customer].length, offers));
            }
            for (double value : values[customer]) {
                if (Double.isInfinite(value)) {
                    throw new IllegalArgumentException(
                            "customer %d has value %s, expected a finite number or NaN".formatted(customer, value));
                }
            }
        }
        for (int offer = 0; offer < offers; offer++) {
            if (!(costs[offer] >= 0) || capacities[offer] < 0) {
                throw new IllegalArgumentException("offer %d costs %s and has capacity %d, expected 0 or more"
                        .formatted(offer, costs[offer], capacities[offer]));
            }
        }
        if (contacts < 1 || !(budget >= 0)) {
            throw new IllegalArgumentException(
                    "contacts is %d and budget %s, expected 1 or more and 0 or more".formatted(contacts, budget));
        }
    }

    public int customers() {
        return values.length;
    }

    public int offers() {
        return costs.length;
    }
}
