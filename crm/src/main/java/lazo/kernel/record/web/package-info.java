/** Screens of records: lists, the record page, forms, inline edit, bulk changes, saved views, the recycle bin. */
@NamedInterface("web")
@NullMarked
package lazo.kernel.record.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
