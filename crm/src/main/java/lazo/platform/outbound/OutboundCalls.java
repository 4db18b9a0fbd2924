package lazo.platform.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Calls an address that a user has typed. The name is resolved once and the connection goes to an address that was checked
 * ({@link OutboundAddress}); redirects are not followed, cookies not kept, and an answer that is late or large is cut off.
 */
@Component
public class OutboundCalls implements AutoCloseable {
    private static final Timeout TO_CONNECT = Timeout.ofSeconds(5);
    private static final Timeout SILENCE = Timeout.ofSeconds(10);
    private static final Duration ALTOGETHER = Duration.ofSeconds(20);
    private static final int LARGEST = 1 << 20;
    /** Of authorities, which sign us in by a certificate: they take long and say much. */
    private static final Duration PATIENT = Duration.ofSeconds(90);

    private static final int LARGEST_OF_PATIENT = 8 << 20;

    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("outbound deadlines").factory());
    private final Names names;
    private final CloseableHttpClient outside;
    private final CloseableHttpClient anywhere;

    @Autowired
    OutboundCalls() {
        this(InetAddress::getAllByName);
    }

    OutboundCalls(Names names) {
        this.names = names;
        this.outside = client(names, Reach.PUBLIC, SILENCE, null);
        this.anywhere = client(names, Reach.PRIVATE_TOO, SILENCE, null);
    }

    /** How names become addresses. */
    interface Names {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** @param body with a content type among the headers, or null */
    public record Call(String method, URI uri, Map<String, String> headers, byte @Nullable [] body, Reach reach) {
        public static Call get(URI uri, Reach reach) {
            return new Call("GET", uri, Map.of("Accept", "application/json"), null, reach);
        }
    }

    /** @param headers by name, in whatever case */
    public record Answer(int status, Map<String, String> headers, byte[] body) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    private static CloseableHttpClient client(
            Names names, Reach reach, Timeout silence, @Nullable SSLContext identity) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(identity == null ? null : new DefaultClientTlsStrategy(identity))
                .setDnsResolver(checked(names, reach))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(TO_CONNECT)
                        .setSocketTimeout(silence)
                        .setTimeToLive(Timeout.ofSeconds(30))
                        .build())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(silence).build())
                .setUserAgent("Lazo")
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .build();
    }

    /** All addresses of a name have to be allowed, so that no luck of the draw decides. */
    private static DnsResolver checked(Names names, Reach reach) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                InetAddress[] found = names.resolve(host);
                for (InetAddress address : found) {
                    if (!OutboundAddress.isAllowed(address, reach)) {
                        throw new UnknownHostException("refused: " + host + " is " + address.getHostAddress());
                    }
                }
                return found;
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    /** @throws OutboundRefusal when the address leads where the call may not go; any other failure is the network's */
    public Answer send(Call call) throws IOException {
        return send(call, call.reach() == Reach.PUBLIC ? outside : anywhere, ALTOGETHER, LARGEST);
    }

    /** The same with a certificate of ours, over a connection of its own. */
    public Answer send(Call call, SSLContext identity) throws IOException {
        try (CloseableHttpClient once = client(names, call.reach(), Timeout.of(PATIENT), identity)) {
            return send(call, once, PATIENT, LARGEST_OF_PATIENT);
        }
    }

    private Answer send(Call call, CloseableHttpClient client, Duration altogether, int largest) throws IOException {
        Optional<String> objection = OutboundAddress.objection(call.uri(), call.reach());
        if (objection.isPresent()) {
            throw new OutboundRefusal(objection.get());
        }
        var request = new HttpUriRequestBase(call.method(), call.uri());
        call.headers().forEach(request::setHeader);
        if (call.body() != null) {
            String type = call.headers().getOrDefault("Content-Type", "application/octet-stream");
            request.setEntity(new ByteArrayEntity(call.body(), ContentType.parse(type)));
        }
        ScheduledFuture<?> deadline = deadlines.schedule(request::abort, altogether.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, response -> answer(response, largest));
        } catch (UnknownHostException unknown) {
            String said = String.valueOf(unknown.getMessage());
            if (said.startsWith("refused: ")) {
                throw new OutboundRefusal(said);
            }
            throw unknown;
        } finally {
            deadline.cancel(false);
        }
    }

    private static Answer answer(ClassicHttpResponse response, int largest) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName(), header.getValue());
        }
        if (response.getEntity() == null) {
            return new Answer(response.getCode(), headers, new byte[0]);
        }
        try (InputStream content = response.getEntity().getContent()) {
            byte[] body = content.readNBytes(largest + 1);
            if (body.length > largest) {
                throw new IOException("The answer is larger than %d bytes".formatted(largest));
            }
            return new Answer(response.getCode(), headers, body);
        }
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        outside.close();
        anywhere.close();
    }
}
