/** Sign-in, first visit, own account, users and teams on the screen; the filters that know who is asking. */
@NullMarked
package lazo.kernel.identity.web;

import org.jspecify.annotations.NullMarked;
