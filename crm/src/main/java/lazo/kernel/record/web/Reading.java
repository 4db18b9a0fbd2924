package lazo.kernel.record.web;

import java.util.List;
import java.util.Map;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Draft;
import lazo.platform.web.Screen;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;

/** Reads forms as the viewer writes: their language and zone, the company's currency and country. */
@Component
public class Reading {
    private final CompanySettings company;

    Reading(CompanySettings company) {
        this.company = company;
    }

    public Draft.Reading of(Screen screen) {
        Company home = company.load();
        return new Draft.Reading(screen.locale(), screen.zone(), home.currency().getCurrencyCode(), home.region());
    }

    public Draft draft(ObjectType type, MultiValueMap<String, String> params, Screen screen) {
        return Draft.read(type, Map.<String, List<String>>copyOf(params), of(screen));
    }
}
