package lazo.kernel.identity;

import org.jspecify.annotations.Nullable;

/**
 * Somebody tried to sign in and was refused.
 *
 * @param user whose account it was; null for an e-mail nobody has, which is not kept: it may be a mistyped password
 * @param by what was shown and not taken
 */
public record SignInFailed(@Nullable Long user, String address, Factor by) {}
