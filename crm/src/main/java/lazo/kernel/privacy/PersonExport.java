package lazo.kernel.privacy;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.audit.Audit;
import lazo.kernel.identity.Actor;
import lazo.kernel.privacy.PersonSearch.Row;
import lazo.kernel.privacy.Persons.Ref;
import lazo.kernel.transfer.Imports;
import lazo.kernel.transfer.SafeCell;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** All that is kept of one person, for them to have (GDPR 15 and 20). */
@Component
public class PersonExport {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Persons persons;
    private final PersonSearch search;
    private final Consents consents;
    private final Imports imports;
    private final Audit audit;
    private final Clock clock;

    PersonExport(Persons persons, PersonSearch search, Consents consents, Imports imports, Audit audit, Clock clock) {
        this.persons = persons;
        this.search = search;
        this.consents = consents;
        this.imports = imports;
        this.audit = audit;
        this.clock = clock;
    }

    /** Noted in the audit, first. */
    public PersonFile of(Ref person, Actor by) {
        audit.note(by.id(), "person-export", person.type().key(), person.id(), null, Map.of());
        return gather(persons.sameAs(person.type(), person.id()));
    }

    PersonFile gather(Set<Ref> person) {
        PersonPattern pattern = search.pattern(person);
        Map<String, List<JsonNode>> tables = new LinkedHashMap<>();
        Map<String, Long> mentions = new LinkedHashMap<>();
        search.find(person, pattern).forEach((table, rows) -> {
            tables.put(table, rows.stream().map(Row::facts).toList());
            mentions.put(table, rows.stream().filter(Row::mentions).count());
        });
        return new PersonFile(
                clock.instant(),
                person.stream().map(persons::find).flatMap(Optional::stream).toList(),
                consents.log(person),
                tables,
                mentions,
                imports.rowsWith(pattern.pattern()));
    }

    /** For a spreadsheet: one value in each line. */
    public static byte[] csv(PersonFile file) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord("place", "row", "name", "value");
            file.cells()
                    .forEach(cell -> csv.writeRecord(
                            SafeCell.of(cell.place()),
                            cell.row(),
                            SafeCell.of(cell.name()),
                            SafeCell.of(cell.value())));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] json(PersonFile file) {
        return JSON.writeValueAsString(file.forMachines()).getBytes(StandardCharsets.UTF_8);
    }
}
