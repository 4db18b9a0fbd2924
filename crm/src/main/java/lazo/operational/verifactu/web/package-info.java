/** Where VERI*FACTU is set up, and where the chain of billing records is looked at and checked. */
@NullMarked
package lazo.operational.verifactu.web;

import org.jspecify.annotations.NullMarked;
