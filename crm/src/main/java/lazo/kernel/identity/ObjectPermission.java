package lazo.kernel.identity;

/**
 * What a role may do with the records of one object. Nothing reaches further than seeing.
 *
 * @param create whether new records may be made
 * @param delete whose records may be put into the recycle bin and taken out again
 * @param imports whether files may be brought in
 */
public record ObjectPermission(Scope see, boolean create, Scope change, Scope delete, Scope export, boolean imports) {
    public static final ObjectPermission EVERYTHING = of(Scope.ALL);
    public static final ObjectPermission NOTHING =
            new ObjectPermission(Scope.NONE, false, Scope.NONE, Scope.NONE, Scope.NONE, false);

    public ObjectPermission {
        change = change.limitedTo(see);
        delete = delete.limitedTo(see);
        export = export.limitedTo(see);
        create = create && see != Scope.NONE;
        imports = imports && create;
    }

    /** Everything with these records. */
    public static ObjectPermission of(Scope scope) {
        return new ObjectPermission(scope, true, scope, scope, scope, true);
    }

    /** See and export, change nothing. */
    public static ObjectPermission reading(Scope scope) {
        return new ObjectPermission(scope, false, Scope.NONE, Scope.NONE, scope, false);
    }

    public boolean writes() {
        return create || change != Scope.NONE;
    }

    public boolean isWithin(ObjectPermission other) {
        return limitedTo(other).equals(this);
    }

    /** What both allow. */
    public ObjectPermission limitedTo(ObjectPermission other) {
        return new ObjectPermission(
                see.limitedTo(other.see),
                create && other.create,
                change.limitedTo(other.change),
                delete.limitedTo(other.delete),
                export.limitedTo(other.export),
                imports && other.imports);
    }
}
