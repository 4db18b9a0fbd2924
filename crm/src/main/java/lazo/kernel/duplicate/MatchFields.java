package lazo.kernel.duplicate;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lazo.kernel.access.FieldMask;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;

/**
 * The fields of an object that tell whether two records are the same.
 *
 * @param taxId number of a register of companies or persons
 * @param account the company a person works for, as a lookup
 * @param company the same as text
 */
record MatchFields(
        ObjectType type,
        List<ObjectField> emails,
        List<ObjectField> phones,
        Optional<ObjectField> taxId,
        ObjectField title,
        Optional<ObjectField> account,
        Optional<ObjectField> company,
        Optional<ObjectField> address) {
    private static final List<String> TAX_KEYS = List.of("tax_id", "vat_id", "vat", "nif", "cif", "national_id");

    static MatchFields of(ObjectType type) {
        return of(type, field -> true);
    }

    /** Only of what the mask shows, so that nobody learns of a value they may not see. */
    static MatchFields of(ObjectType type, FieldMask mask) {
        return of(type, field -> mask.shows(field.key()));
    }

    private static MatchFields of(ObjectType type, Predicate<ObjectField> known) {
        List<ObjectField> fields = type.fields().stream().filter(known).toList();
        return new MatchFields(
                type,
                fields.stream().filter(is(FieldType.EMAIL)).toList(),
                fields.stream().filter(is(FieldType.PHONE)).toList(),
                fields.stream()
                        .filter(is(FieldType.TEXT))
                        .filter(field -> TAX_KEYS.contains(field.key()))
                        .findFirst(),
                type.titleField(),
                first(fields, FieldType.LOOKUP, "account"),
                first(fields, FieldType.TEXT, "company"),
                fields.stream().filter(is(FieldType.ADDRESS)).findFirst());
    }

    private static Predicate<ObjectField> is(FieldType wanted) {
        return field -> field.type() == wanted;
    }

    private static Optional<ObjectField> first(List<ObjectField> fields, FieldType wanted, String key) {
        return fields.stream()
                .filter(is(wanted))
                .filter(field -> field.key().equals(key))
                .findFirst();
    }

    /** Whether records of this object can be told apart by more than their name. */
    boolean say() {
        return !type.isActivity() && (type.isParty() || !emails.isEmpty() || !phones.isEmpty() || taxId.isPresent());
    }

    /** Whether a name alone says little, because many persons share theirs. */
    boolean isPerson() {
        return account.isPresent() || company.isPresent();
    }

    /** The parts a person's name is joined from. */
    List<ObjectField> nameParts() {
        return title.template().stream().map(type::field).toList();
    }

    Stream<ObjectField> exact() {
        return Stream.of(emails.stream(), phones.stream(), taxId.stream()).flatMap(all -> all);
    }
}
