/** Where webhooks are set up and looked at, and where other programs send to. */
@NullMarked
package lazo.kernel.webhook.web;

import org.jspecify.annotations.NullMarked;
