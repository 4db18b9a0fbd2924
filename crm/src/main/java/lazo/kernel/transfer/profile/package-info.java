/**
 * What a file holds, judged from all of it: the type of each column, the decimal mark, the order of dates, the proof.
 *
 * <p>Start at {@link lazo.kernel.transfer.profile.FileProfile}.
 */
@NullMarked
package lazo.kernel.transfer.profile;

import org.jspecify.annotations.NullMarked;
