package lazo.kernel.identity;

/** What a role may do besides its work with records. Names are kept in {@code role.abilities}. */
public enum Ability {
    /** Appears in the figures of sales teams and has targets. */
    SELLS,
    /** Is given leads by the assignment rules of their team. */
    TAKES_LEADS,
    /** Sets the targets of those whose deals they see. */
    TARGETS,
    /** Changes and removes shared views of others. */
    VIEWS,
    /** Sees and takes back the imports and bulk changes of others. */
    IMPORTS,
    COMPANY,
    /** Users, teams and business units; explains who sees a record. */
    USERS,
    ROLES,
    /** Objects and their fields. */
    OBJECTS,
    /** Pipelines and assignment rules. */
    SALES,
    AUDIT,
    PRIVACY,
    API,
    /** Lets sales over the credit limit of a customer pass. */
    CREDIT,
    /** Keeps the books: accounts, entries by hand, closing; of whoever sees all invoices. */
    ACCOUNTING,
    /** Looks at Lazo as another user, without changing anything. */
    VIEW_AS;

    /** Whether having it is a right, rather than a fact of one's work that anybody may write down. */
    public boolean isRight() {
        return this != SELLS && this != TAKES_LEADS;
    }

    /** Whether whoever has it administers Lazo itself, rather than working with its records. */
    public boolean isAdministration() {
        return switch (this) {
            case SELLS, TAKES_LEADS, TARGETS, VIEWS, IMPORTS, CREDIT, ACCOUNTING -> false;
            case COMPANY, USERS, ROLES, OBJECTS, SALES, AUDIT, PRIVACY, API, VIEW_AS -> true;
        };
    }
}
