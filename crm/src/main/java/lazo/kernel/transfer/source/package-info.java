/**
 * Reading the files people bring: delimited text, workbooks and address cards, as rows with the line they stand on.
 *
 * <p>Start at {@link lazo.kernel.transfer.source.SourceFile}. Everything streams: memory does not grow with the file.
 */
@NullMarked
package lazo.kernel.transfer.source;

import org.jspecify.annotations.NullMarked;
