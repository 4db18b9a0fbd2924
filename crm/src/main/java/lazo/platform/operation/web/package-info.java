/** Health, metrics and the bill of materials over HTTP. */
@NullMarked
package lazo.platform.operation.web;

import org.jspecify.annotations.NullMarked;
