package lazo.operational.activity;

import static lazodb.Tables.TODAY_LAYOUT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lazo.kernel.identity.Actor;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Which cards each user's start page shows, in their order. */
@Component
public class StartPages {
    /** Every card there is; the usual order. */
    public static final List<String> CARDS = List.of("day", "deals", "numbers", "attention", "news");

    private final DSLContext sql;

    StartPages(DSLContext sql) {
        this.sql = sql;
    }

    public List<String> cards(Actor actor) {
        return sql.select(TODAY_LAYOUT.CARDS)
                .from(TODAY_LAYOUT)
                .where(TODAY_LAYOUT.USER_ID.eq(actor.id()))
                .fetchOptional(TODAY_LAYOUT.CARDS)
                .map(cards -> Arrays.stream(cards).filter(CARDS::contains).toList())
                .orElse(CARDS);
    }

    /** Those shown, in their order, then the others. */
    public List<String> cardsToChoose(Actor actor) {
        List<String> cards = new ArrayList<>(cards(actor));
        CARDS.stream().filter(card -> !cards.contains(card)).forEach(cards::add);
        return cards;
    }

    public void arrange(List<String> cards, Actor actor) {
        String[] known = cards.stream().filter(CARDS::contains).distinct().toArray(String[]::new);
        sql.insertInto(TODAY_LAYOUT)
                .set(TODAY_LAYOUT.USER_ID, actor.id())
                .set(TODAY_LAYOUT.CARDS, known)
                .onConflict(TODAY_LAYOUT.USER_ID)
                .doUpdate()
                .set(TODAY_LAYOUT.CARDS, known)
                .execute();
    }
}
