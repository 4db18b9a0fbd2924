package lazo.kernel.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCClaimsRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.ClaimRequirement;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSetRequest;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazo.platform.outbound.OutboundCalls;
import lazo.platform.outbound.OutboundCalls.Answer;
import lazo.platform.outbound.OutboundCalls.Call;
import lazo.platform.outbound.Reach;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Speaks OpenID Connect with the identity provider: discovery, authorization code with PKCE, state and nonce, and a signed
 * ID token (OpenID Connect Core 1.0, RFC 7636, RFC 9207; messages and signatures by the Nimbus libraries).
 */
@Component
class OpenIdClient {
    private static final Set<JWSAlgorithm> SIGNATURES = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** When the user last proved there who they are. */
    private static final OIDCClaimsRequest WHEN = new OIDCClaimsRequest()
            .withIDTokenClaimsRequest(new ClaimsSetRequest()
                    .add(new ClaimsSetRequest.Entry("auth_time").withClaimRequirement(ClaimRequirement.ESSENTIAL)));

    private static final int SHORTEST_RSA = 2048;

    private final OutboundCalls calls;
    private final Cache<String, OIDCProviderMetadata> known = Caffeine.newBuilder()
            .maximumSize(10)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    OpenIdClient(OutboundCalls calls) {
        this.calls = calls;
    }

    /** The provider cannot be reached or did not answer as it should. */
    static final class Failure extends Exception {
        Failure(String why, @Nullable Throwable cause) {
            super(why, cause);
        }
    }

    /** What must come back unchanged, or be used, when the provider sends the user back. */
    record Attempt(String state, String nonce, String verifier) {
        static Attempt begin() {
            return new Attempt(Tokens.random(), Tokens.random(), Tokens.random());
        }
    }

    /** Whom the provider vouches for. */
    record Claims(
            String subject,
            String name,
            String email,
            boolean emailVerified,
            @Nullable Long authenticatedAt) {}

    /** Asks the provider about itself, which shows that the address is right. */
    OIDCProviderMetadata discover(IdentityProvider provider) throws Failure {
        String issuer = provider.issuer().toString();
        OIDCProviderMetadata metadata = known.getIfPresent(key(provider));
        if (metadata == null) {
            String root = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
            try {
                metadata = OIDCProviderMetadata.parse(
                        text(Call.get(URI.create(root + "/.well-known/openid-configuration"), provider.reach())));
            } catch (ParseException | IllegalArgumentException malformed) {
                throw new Failure("its description is malformed", malformed);
            }
            if (!metadata.getIssuer().getValue().equals(issuer)) {
                throw new Failure("it calls itself " + metadata.getIssuer(), null);
            }
            known.put(key(provider), metadata);
        }
        return metadata;
    }

    private static String key(IdentityProvider provider) {
        return provider.reach() + " " + provider.issuer();
    }

    void forget() {
        known.invalidateAll();
    }

    /** @param again whether the user has to prove anew who they are */
    URI authorization(IdentityProvider provider, URI back, Attempt attempt, boolean again) throws Failure {
        var request = new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope("openid", "email", "profile"),
                        new ClientID(provider.clientId()),
                        back)
                .endpointURI(discover(provider).getAuthorizationEndpointURI())
                .state(new State(attempt.state()))
                .nonce(new Nonce(attempt.nonce()))
                .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
                .claims(WHEN);
        return again
                ? request.prompt(Prompt.Type.LOGIN).maxAge(0).build().toURI()
                : request.build().toURI();
    }

    Claims exchange(IdentityProvider provider, String secret, URI back, Attempt attempt, Map<String, String> returned)
            throws Failure {
        OIDCProviderMetadata metadata = discover(provider);
        @Nullable String named = returned.get("iss");
        boolean mustName = metadata.supportsAuthorizationResponseIssuerParam();
        if (named == null ? mustName : !named.equals(provider.issuer().toString())) {
            throw new Failure("another provider answered", null);
        }
        try {
            var grant = new AuthorizationCodeGrant(
                    new AuthorizationCode(returned.getOrDefault("code", "")),
                    back,
                    new CodeVerifier(attempt.verifier()));
            HTTPRequest request = new TokenRequest.Builder(
                            metadata.getTokenEndpointURI(), authentication(metadata, provider, secret), grant)
                    .build()
                    .toHTTPRequest();
            OIDCTokenResponse tokens = OIDCTokenResponse.parse(response(call(request, provider.reach())));
            JWT idToken = tokens.getOIDCTokens().getIDToken();
            return claims(verify(idToken, metadata, provider, attempt));
        } catch (ParseException | java.text.ParseException | IllegalArgumentException malformed) {
            throw new Failure("its answer is malformed", malformed);
        } catch (BadJOSEException | JOSEException forged) {
            throw new Failure("its ID token is not valid", forged);
        } catch (IOException unreachable) {
            throw new Failure("it cannot be reached", unreachable);
        }
    }

    private static ClientAuthentication authentication(
            OIDCProviderMetadata metadata, IdentityProvider provider, String secret) {
        List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        boolean basic = methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        var id = new ClientID(provider.clientId());
        return basic ? new ClientSecretBasic(id, new Secret(secret)) : new ClientSecretPost(id, new Secret(secret));
    }

    private IDTokenClaimsSet verify(
            JWT idToken, OIDCProviderMetadata metadata, IdentityProvider provider, Attempt attempt)
            throws Failure, java.text.ParseException, BadJOSEException, JOSEException {
        JWSAlgorithm signature =
                JWSAlgorithm.parse(idToken.getHeader().getAlgorithm().getName());
        if (!SIGNATURES.contains(signature)) {
            throw new Failure("its ID token is not signed as it should be: " + signature, null);
        }
        JWKSet keys =
                new JWKSet(JWKSet.parse(text(Call.get(metadata.getJWKSetURI(), provider.reach()))).getKeys().stream()
                        .filter(key -> !(key instanceof RSAKey) || key.size() >= SHORTEST_RSA)
                        .toList());
        var validator =
                new IDTokenValidator(new Issuer(provider.issuer()), new ClientID(provider.clientId()), signature, keys);
        return validator.validate(idToken, new Nonce(attempt.nonce()));
    }

    private static Claims claims(IDTokenClaimsSet token) {
        @Nullable String email = token.getStringClaim("email");
        @Nullable String name = token.getStringClaim("name");
        return new Claims(
                token.getSubject().getValue(),
                name == null || name.isBlank() ? Objects.requireNonNullElse(email, "") : name.strip(),
                Objects.requireNonNullElse(email, "").strip(),
                Boolean.TRUE.equals(token.getBooleanClaim("email_verified")),
                token.getAuthenticationTime() == null
                        ? null
                        : token.getAuthenticationTime().toInstant().getEpochSecond());
    }

    private String text(Call call) throws Failure {
        try {
            Answer answer = calls.send(call);
            if (answer.status() != 200) {
                throw new Failure("%s answered %d".formatted(call.uri().getPath(), answer.status()), null);
            }
            return new String(answer.body(), StandardCharsets.UTF_8);
        } catch (IOException unreachable) {
            throw new Failure("it cannot be reached", unreachable);
        }
    }

    private Answer call(HTTPRequest request, Reach reach) throws IOException {
        Map<String, String> headers = new HashMap<>();
        request.getHeaderMap().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        headers.put("Accept", "application/json");
        return calls.send(new Call(
                "POST",
                request.getURI(),
                headers,
                Objects.requireNonNullElse(request.getBody(), "").getBytes(StandardCharsets.UTF_8),
                reach));
    }

    private static HTTPResponse response(Answer answer) throws ParseException {
        var response = new HTTPResponse(answer.status());
        response.setContentType(answer.header("Content-Type").orElse("application/json"));
        response.setBody(new String(answer.body(), StandardCharsets.UTF_8));
        return response;
    }
}
