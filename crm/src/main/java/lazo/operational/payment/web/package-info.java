/** Screens of payments: the dialogs that record and take back, the payments of an invoice and of a customer. */
@NullMarked
package lazo.operational.payment.web;

import org.jspecify.annotations.NullMarked;
