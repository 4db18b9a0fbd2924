package lazo.kernel.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lazo.LazoTest;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lazo as the Java SDK of the Model Context Protocol finds it, by streamable HTTP and with a key. */
@Tag("GOV-11")
class McpClientTest extends LazoTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    ApiKeys keys;

    @Autowired
    Assistants assistants;

    @AfterEach
    void onlyReading() {
        assistants.allowWriting(false);
    }

    private McpSyncClient client(String key) {
        var transport = HttpClientStreamableHttpTransport.builder(url(""))
                .endpoint("/api/mcp")
                .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + key))
                .build();
        return McpClient.sync(transport)
                .requestTimeout(Duration.ofSeconds(60))
                .initializationTimeout(Duration.ofSeconds(60))
                .build();
    }

    private McpSyncClient client(User user, String scopes) {
        return client(keys.create("SDK", user.id(), ApiScopes.parse(scopes), null, actor(administrator()))
                .secret());
    }

    private static CallToolResult call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder().name(tool).arguments(arguments).build());
    }

    private static JsonNode done(McpSyncClient client, String tool, Map<String, Object> arguments) {
        CallToolResult result = call(client, tool, arguments);
        assertThat(result.isError()).as(tool + " " + result.content()).isNotEqualTo(true);
        assertThat(result.structuredContent()).isNotNull();
        return text(result);
    }

    private static String refused(McpSyncClient client, String tool, Map<String, Object> arguments) {
        CallToolResult result = call(client, tool, arguments);
        assertThat(result.isError()).as(tool + " " + result.content()).isTrue();
        return text(result).path("code").stringValue("");
    }

    private static JsonNode text(CallToolResult result) {
        return JSON.readTree(((TextContent) result.content().getFirst()).text());
    }

    private static List<String> tools(McpSyncClient client) {
        return client.listTools().tools().stream().map(Tool::name).toList();
    }

    @Test
    void the_java_sdk_connects_lists_the_tools_and_calls_each_of_them() {
        assistants.allowWriting(true);
        try (McpSyncClient client = client(administrator(), "records:write")) {
            var hello = client.initialize();
            assertThat(hello.serverInfo().name()).isEqualTo("lazo");
            assertThat(hello.instructions()).isNotBlank();
            client.ping();
            assertThat(tools(client))
                    .containsExactly(
                            "search",
                            "list_objects",
                            "describe_object",
                            "list_records",
                            "get_record",
                            "get_timeline",
                            "create_record",
                            "update_record");
            String name = "Sdk" + System.nanoTime();
            long id = done(
                            client,
                            "create_record",
                            Map.of("object", "contact", "fields", Map.of("last_name", name, "job_title", "Compras")))
                    .path("id")
                    .longValue();
            assertThat(done(
                                    client,
                                    "update_record",
                                    Map.of(
                                            "object",
                                            "contact",
                                            "id",
                                            id,
                                            "version",
                                            1,
                                            "fields",
                                            Map.of("job_title", "Ventas")))
                            .path("version")
                            .intValue())
                    .isEqualTo(2);
            assertThat(done(client, "get_record", Map.of("object", "contact", "id", id))
                            .at("/fields/job_title")
                            .stringValue())
                    .isEqualTo("Ventas");
            assertThat(done(
                                    client,
                                    "list_records",
                                    Map.of(
                                            "object",
                                            "contact",
                                            "conditions",
                                            List.of("last_name:is:" + name),
                                            "fields",
                                            List.of("last_name"),
                                            "limit",
                                            5))
                            .path("records")
                            .size())
                    .isOne();
            assertThat(done(client, "get_timeline", Map.of("object", "contact", "id", id))
                            .toString())
                    .contains("created");
            assertThat(done(client, "search", Map.of("text", name)).toString()).contains(name);
            assertThat(done(client, "list_objects", Map.of()).toString()).contains("contact");
            assertThat(done(client, "describe_object", Map.of("object", "contact"))
                            .toString())
                    .contains("job_title");
        }
    }

    @Test
    @Tag("GOV-02")
    void the_java_sdk_is_refused_what_the_user_the_scope_and_the_administrator_refuse() {
        Program maker = new Program(
                url(""),
                keys.create("SDK", administrator().id(), ApiScopes.parse("records:write"), null, actor(administrator()))
                        .secret());
        long others = maker.send("POST", "/api/v1/records/contact", "{\"fields\":{\"last_name\":\"Ajena\"}}")
                .id();
        Map<String, Object> create = Map.of("object", "contact", "fields", Map.of("last_name", "No"));
        try (McpSyncClient client = client(user(Role.SELLER, null), "contact:write")) {
            client.initialize();
            assertThat(tools(client)).hasSize(6).doesNotContain("create_record", "update_record");
            assertThat(refused(client, "create_record", create)).isEqualTo("API-133");
            assertThat(refused(client, "get_record", Map.of("object", "contact", "id", others)))
                    .isEqualTo("API-405");
            assertThat(refused(client, "list_records", Map.of("object", "account")))
                    .isEqualTo("API-103");
            assertThat(refused(client, "describe_object", Map.of("object", "nothing")))
                    .isEqualTo("API-408");
        }
        assistants.allowWriting(true);
        try (McpSyncClient client = client(user(Role.READER, null), "records:write")) {
            client.initialize();
            assertThat(refused(client, "create_record", create)).isEqualTo("API-104");
        }
        try (McpSyncClient client = client(administrator(), "admin:write")) {
            client.initialize();
            assertThat(tools(client)).as("administering is no tool").hasSize(6);
            assertThat(refused(client, "create_record", create)).isEqualTo("API-103");
        }
    }

    @Test
    void the_java_sdk_learns_that_a_key_is_wrong_and_that_a_tool_is_not_there() {
        try (McpSyncClient client = client("lazo_abcdefghjkmn_" + "a".repeat(43))) {
            assertThatThrownBy(client::initialize).isNotNull();
        }
        try (McpSyncClient client = client(administrator(), "records:read")) {
            client.initialize();
            assertThatThrownBy(() -> call(client, "drop_everything", Map.of())).hasMessageContaining("drop_everything");
        }
    }
}
