/** Comments on a record's timeline, and the button that follows it. */
@NamedInterface("web")
@NullMarked
package lazo.collaborative.comment.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
