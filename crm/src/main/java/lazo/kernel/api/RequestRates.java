package lazo.kernel.api;

import lazo.platform.web.Rates;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** How many requests a key may make in a minute, and how many wrong keys an address may try. Kept in this process. */
@Component
public class RequestRates {
    private static final int WRONG_KEYS = 60;

    private final Rates rates;
    private final int most;

    RequestRates(Rates rates, Environment environment) {
        this.rates = rates;
        this.most = environment.getProperty("lazo.api.requests-per-minute", Integer.class, 600);
    }

    /** Counts one request of this key. */
    public Rates.Rate count(ApiKey key) {
        return rates.count("key " + key.id(), most);
    }

    /** Counts one message to the address of a source of webhooks. */
    public Rates.Rate countSource(String publicId) {
        return rates.count("source " + publicId, most);
    }

    /** Counts one wrong key from this address. */
    public Rates.Rate countWrongKey(String address) {
        return rates.count("address " + address, WRONG_KEYS);
    }
}
