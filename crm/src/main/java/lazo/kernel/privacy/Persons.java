package lazo.kernel.privacy;

import static lazodb.Tables.RECORD_CHANGE;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Which records are about people, which are about the same one, and what a person is recognised by. */
@Component
public class Persons {
    /** Lazo itself, which reads what it has to find however it is hidden from users. */
    static final Actor LAZO = new Actor(0, "Lazo", Role.READER, Set.of()).asProgram();

    private static final String COMPANIES = "account";
    private static final Set<String> TAX_ID_KEYS =
            Set.of("tax_id", "nif", "dni", "nie", "vat_id", "curp", "rut", "cuit");

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;

    Persons(DSLContext sql, ObjectTypes types, Records records) {
        this.sql = sql;
        this.types = types;
        this.records = records;
    }

    /** One of the records of a person. */
    public record Ref(ObjectType type, long id) {}

    /** What somebody is recognised by, written in the one way that equals mean the same person. */
    public record Identifier(Kind kind, String value) {
        public enum Kind {
            EMAIL,
            PHONE,
            TAX_ID
        }
    }

    /** Contacts, leads, and whatever an administrator made for people. */
    public boolean isPerson(ObjectType type) {
        return type.isParty() && !type.key().equals(COMPANIES);
    }

    public List<ObjectType> types() {
        return types.all().stream().filter(this::isPerson).toList();
    }

    /**
     * All records of the person: this one, those merged into it, and those it was converted from or into, which a lookup
     * that Lazo keeps tells.
     */
    public Set<Ref> sameAs(ObjectType type, long id) {
        Set<Ref> all = new LinkedHashSet<>();
        Deque<Ref> open = new ArrayDeque<>(List.of(new Ref(type, id)));
        while (!open.isEmpty()) {
            Ref next = open.poll();
            if (all.add(next)) {
                open.addAll(nextTo(next));
            }
        }
        return all;
    }

    private List<Ref> nextTo(Ref ref) {
        List<Ref> found = new java.util.ArrayList<>();
        RecordTable table = new RecordTable(ref.type());
        sql.select(table.id())
                .from(table.table())
                .where(table.mergedInto().eq(ref.id()))
                .forEach(row -> found.add(new Ref(ref.type(), row.value1())));
        sql.select(table.mergedInto())
                .from(table.table())
                .where(table.id().eq(ref.id()), table.mergedInto().isNotNull())
                .forEach(row -> found.add(new Ref(ref.type(), row.value1())));
        for (ObjectType other : types()) {
            for (ObjectField via : conversions(other)) {
                RecordTable from = new RecordTable(other);
                ObjectType to = types.load(java.util.Objects.requireNonNull(via.target()));
                if (to.equals(ref.type())) {
                    sql.select(from.id())
                            .from(from.table())
                            .where(from.reference(via).eq(ref.id()))
                            .forEach(row -> found.add(new Ref(other, row.value1())));
                }
                if (other.equals(ref.type())) {
                    sql.select(from.reference(via))
                            .from(from.table())
                            .where(from.id().eq(ref.id()), from.reference(via).isNotNull())
                            .forEach(row -> found.add(new Ref(to, row.value1())));
                }
            }
        }
        return found;
    }

    private List<ObjectField> conversions(ObjectType from) {
        return from.allFields().stream()
                .filter(field -> field.type() == FieldType.LOOKUP && field.readOnly() && field.target() != null)
                .filter(field -> types.find(java.util.Objects.requireNonNull(field.target()))
                        .filter(this::isPerson)
                        .isPresent())
                .toList();
    }

    /** The record as it is stored, whoever may see it. */
    Optional<StoredRecord> find(Ref ref) {
        return records.findEvenDeleted(ref.type(), ref.id(), LAZO);
    }

    /** What the person is recognised by, from these records of theirs. */
    Set<Identifier> identifiers(Set<Ref> refs) {
        Set<Identifier> all = new LinkedHashSet<>();
        refs.forEach(ref -> find(ref).ifPresent(record -> all.addAll(identifiers(record))));
        return all;
    }

    /** The same with what they were recognised by earlier, as the history of these records tells. */
    Set<Identifier> identifiersEver(Set<Ref> refs) {
        Set<Identifier> all = identifiers(refs);
        for (Ref ref : refs) {
            sql.select(RECORD_CHANGE.FIELD_KEY, RECORD_CHANGE.OLD_VALUE)
                    .from(RECORD_CHANGE)
                    .where(RECORD_CHANGE.RECORD_ID.eq(ref.id()), RECORD_CHANGE.OLD_VALUE.isNotNull())
                    .forEach(row ->
                            ref.type().find(row.value1()).ifPresent(field -> addIdentifier(all, field, row.value2())));
        }
        return all;
    }

    private static Set<Identifier> identifiers(StoredRecord record) {
        Set<Identifier> all = new LinkedHashSet<>();
        for (ObjectField field : record.type().allFields()) {
            if (record.value(field.key()) instanceof String value) {
                addIdentifier(all, field, value);
            }
        }
        return all;
    }

    private static void addIdentifier(Set<Identifier> all, ObjectField field, String value) {
        switch (field.type()) {
            case EMAIL -> add(all, Identifier.Kind.EMAIL, value.strip().toLowerCase(Locale.ROOT));
            case PHONE -> add(all, Identifier.Kind.PHONE, lastNineDigits(value));
            case TEXT -> {
                if (isTaxId(field)) {
                    add(all, Identifier.Kind.TAX_ID, taxId(value));
                }
            }
            default -> {
                // Tells nobody apart.
            }
        }
    }

    static boolean isTaxId(ObjectField field) {
        return TAX_ID_KEYS.contains(field.key());
    }

    private static void add(Set<Identifier> all, Identifier.Kind kind, String value) {
        if (value.length() >= 6) {
            all.add(new Identifier(kind, value));
        }
    }

    /** The same however it is written, with or without the country. */
    static String lastNineDigits(String phone) {
        String digits = phone.replaceAll("\\D", "");
        return digits.length() <= 9 ? digits : digits.substring(digits.length() - 9);
    }

    private static String taxId(String typed) {
        String bare = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return bare.length() == 11 && bare.startsWith("ES") ? bare.substring(2) : bare;
    }
}
