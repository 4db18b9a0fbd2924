package lazo.operational.catalogue.web;

import java.util.List;
import lazo.kernel.record.Problem;
import lazo.operational.catalogue.PriceList.Line;
import lazo.platform.web.Screen;

/** How prices and what is wrong with them are told. */
public final class PriceScreens {
    private PriceScreens() {}

    static List<String> messages(List<Problem> problems, Screen screen) {
        return problems.stream()
                .limit(20)
                .map(problem -> {
                    String said = screen.t(problem.messageKey(), problem.args().toArray());
                    String code = " (" + problem.code() + ")";
                    return problem.field().isEmpty()
                            ? said + code
                            : screen.t("catalogue.prices.in-line", problem.field(), said) + code;
                })
                .toList();
    }

    /** {@code 12,50 €} or {@code −10 %}. */
    public static String amount(Line line, String currency, Screen screen) {
        if (line.price() != null) {
            return screen.formats().amount(line.price(), currency);
        }
        return line.discount() == null ? "" : "−" + screen.formats().share(line.discount());
    }
}
