/** Screens of quotes and orders: the editor, versions, the customer's page, the paper they are printed on. */
@NullMarked
package lazo.operational.billing.web;

import org.jspecify.annotations.NullMarked;
