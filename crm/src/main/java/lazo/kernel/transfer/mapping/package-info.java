/**
 * Guessing which column of a file belongs in which field: from the names other systems export, and from what people call
 * things in Spanish and English.
 *
 * <p>Start at {@link lazo.kernel.transfer.mapping.Vocabulary}. The words are data: {@code import/names.yaml} and
 * {@code import/systems.yaml}.
 */
@NullMarked
package lazo.kernel.transfer.mapping;

import org.jspecify.annotations.NullMarked;
