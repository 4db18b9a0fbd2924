package lazo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jooq.DSLContext;

/** Somebody who brings a file in, step by step, as the wizard does. */
public final class ImportVisit {
    private final Visitor visitor;
    private final DSLContext sql;
    private final long id;

    /** Sends the file and waits until its columns are known. */
    public ImportVisit(Visitor visitor, DSLContext sql, String object, String name, byte[] file) {
        this.visitor = visitor;
        this.sql = sql;
        visitor.get("/import");
        String run = visitor.upload("/import/upload?object=" + object + "&name=" + name, file)
                .location();
        this.id = Long.parseLong(run.replaceAll(".*/", ""));
        await("READY");
    }

    public ImportVisit(Visitor visitor, DSLContext sql, String object, String text) {
        this(visitor, sql, object, object + ".csv", text.getBytes(StandardCharsets.UTF_8));
    }

    public long id() {
        return id;
    }

    public String path() {
        return "/import/" + id;
    }

    /** Does one of the steps of the wizard: {@code check}, {@code run}, {@code undo}. */
    public ImportVisit step(String step, String expected, String... form) {
        visitor.get(path());
        visitor.post(path() + "/" + step, form);
        await(expected);
        return this;
    }

    /** Created, updated, unchanged, skipped, rejected. */
    public String tally() {
        return String.valueOf(sql.fetchValue(
                "select concat_ws(' ', created, updated, unchanged, skipped, rejected) from import_run where id = ?",
                id));
    }

    /** What was told about rows: code and how often. */
    public String problems() {
        return String.valueOf(sql.fetchValue(
                "select coalesce(string_agg(code || ' ' || times, ', ' order by code), '') from (select code, count(*) as"
                        + " times from import_problem where run_id = ? group by code) counted",
                id));
    }

    private void await(String state) {
        Eventually.holds("import " + id + " is " + state, () -> {
            String now = String.valueOf(sql.fetchValue("select state from import_run where id = ?", id));
            assertThat(now).isNotIn(state.equals("FAILED") ? "" : "FAILED", "REFUSED");
            return now.equals(state);
        });
    }
}
