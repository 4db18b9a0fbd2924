package lazo.kernel.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lazo.LazoTest;
import lazo.kernel.api.Program.Answer;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What assistants find by the Model Context Protocol, in the revision of today and those before. */
@Tag("GOV-11")
class McpTest extends LazoTest {
    private static final String TODAY = "2026-07-28";

    @Autowired
    ApiKeys keys;

    @Autowired
    Assistants assistants;

    @AfterEach
    void onlyReading() {
        assistants.allowWriting(false);
    }

    private Program program(User user, String scopes) {
        return new Program(
                url(""),
                keys.create("Asistente", user.id(), ApiScopes.parse(scopes), null, actor(administrator()))
                        .secret());
    }

    private static Answer handshaken(Program program, String method, String params) {
        return program.send(
                "POST",
                "/api/mcp",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}".formatted(method, params));
    }

    private static Answer call(Program program, String tool, String arguments) {
        return handshaken(program, "tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments));
    }

    private static JsonNode result(Program program, String tool, String arguments) {
        Answer answer = call(program, tool, arguments);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode result = answer.json().path("result");
        assertThat(result.path("isError").booleanValue()).as(answer.body()).isFalse();
        assertThat(result.at("/content/0/text").stringValue())
                .isEqualTo(result.path("structuredContent").toString());
        return result.path("structuredContent");
    }

    private static List<String> tools(Program program) {
        List<String> names = new ArrayList<>();
        handshaken(program, "tools/list", "{}")
                .json()
                .at("/result/tools")
                .forEach(tool -> names.add(tool.path("name").stringValue()));
        return names;
    }

    @Test
    void an_assistant_shakes_hands_finds_the_tools_and_reads() {
        Program program = program(administrator(), "records:write");
        JsonNode hello = handshaken(
                        program,
                        "initialize",
                        "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"x\",\"version\":\"1\"}}")
                .json()
                .path("result");
        assertThat(hello.path("protocolVersion").stringValue()).isEqualTo("2025-06-18");
        assertThat(hello.at("/serverInfo/name").stringValue()).isEqualTo("lazo");
        assertThat(hello.at("/capabilities/tools").isObject()).isTrue();
        assertThat(handshaken(program, "initialize", "{\"protocolVersion\":\"2024-11-05\"}")
                        .json()
                        .at("/result/protocolVersion")
                        .stringValue())
                .isEqualTo("2025-11-25");
        Answer heard =
                program.send("POST", "/api/mcp", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        assertThat(heard.status()).isEqualTo(202);
        assertThat(heard.body()).isEmpty();
        assertThat(tools(program))
                .containsExactly(
                        "search", "list_objects", "describe_object", "list_records", "get_record", "get_timeline");
        String name = "Asistida" + System.nanoTime();
        long id = program.send("POST", "/api/v1/records/contact", "{\"fields\":{\"last_name\":\"%s\"}}".formatted(name))
                .id();
        assertThat(result(program, "search", "{\"text\":\"%s\"}".formatted(name))
                        .at("/records/0/id")
                        .longValue())
                .isEqualTo(id);
        assertThat(result(program, "list_objects", "{}").toString()).contains("opportunity");
        assertThat(result(program, "describe_object", "{\"object\":\"contact\"}")
                        .toString())
                .contains("last_name");
        JsonNode list = result(
                program,
                "list_records",
                "{\"object\":\"contact\",\"conditions\":[\"last_name:is:%s\"],\"fields\":[\"last_name\"],\"limit\":5}"
                        .formatted(name));
        assertThat(list.at("/records/0/fields").size()).isOne();
        assertThat(result(program, "get_record", "{\"object\":\"contact\",\"id\":%d}".formatted(id))
                        .path("version")
                        .intValue())
                .isOne();
        assertThat(result(program, "get_timeline", "{\"object\":\"contact\",\"id\":%d}".formatted(id))
                        .toString())
                .contains("created");
    }

    private static Answer stateless(Program program, String method, String more, String... headers) {
        String body = ("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"%s\",\"params\":{\"_meta\":{"
                        + "\"io.modelcontextprotocol/protocolVersion\":\"%s\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}%s}}")
                .formatted(method, TODAY, more);
        return program.send("POST", "/api/mcp", body, headers);
    }

    @Test
    void an_assistant_of_today_asks_without_a_handshake() {
        Program program = program(administrator(), "records:read");
        Answer found = stateless(
                program, "server/discover", "", "MCP-Protocol-Version", TODAY, "Mcp-Method", "server/discover");
        JsonNode result = found.json().path("result");
        assertThat(result.path("supportedVersions").toString()).isEqualTo("[\"" + TODAY + "\"]");
        assertThat(result.path("resultType").stringValue()).isEqualTo("complete");
        assertThat(result.path("cacheScope").stringValue()).isEqualTo("private");
        Answer listed = stateless(program, "tools/list", "", "MCP-Protocol-Version", TODAY, "Mcp-Method", "tools/list");
        assertThat(listed.json().at("/result/tools").size()).isEqualTo(6);
        Answer called = stateless(
                program,
                "tools/call",
                ",\"name\":\"list_objects\"",
                "MCP-Protocol-Version",
                TODAY,
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                "list_objects");
        assertThat(called.json().at("/result/structuredContent/objects").isArray())
                .isTrue();
        assertThat(called.json().path("id").stringValue()).isEqualTo("a");
    }

    @Test
    void headers_that_say_something_else_than_the_body_are_refused() {
        Program program = program(administrator(), "records:read");
        assertThat(error(stateless(program, "tools/list", "", "Mcp-Method", "tools/list")))
                .isEqualTo("400 -32020");
        assertThat(error(stateless(
                        program, "tools/list", "", "MCP-Protocol-Version", TODAY, "Mcp-Method", "tools/call")))
                .isEqualTo("400 -32020");
        assertThat(error(stateless(
                        program,
                        "tools/call",
                        ",\"name\":\"search\"",
                        "MCP-Protocol-Version",
                        TODAY,
                        "Mcp-Method",
                        "tools/call",
                        "Mcp-Name",
                        "list_objects")))
                .isEqualTo("400 -32020");
        assertThat(error(stateless(program, "ping", "", "MCP-Protocol-Version", TODAY, "Mcp-Method", "ping")))
                .isEqualTo("404 -32601");
        Answer future = program.send(
                "POST",
                "/api/mcp",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":"
                        + "{\"io.modelcontextprotocol/protocolVersion\":\"2099-01-01\"}}}",
                "MCP-Protocol-Version",
                "2099-01-01");
        assertThat(error(future)).isEqualTo("400 -32022");
        assertThat(future.json().at("/error/data/supported/0").stringValue()).isEqualTo(TODAY);
    }

    private static String error(Answer answer) {
        return answer.status() + " " + answer.json().at("/error/code").intValue();
    }

    @Test
    void what_is_no_request_gets_an_error_of_the_protocol() {
        Program program = program(administrator(), "records:read");
        for (String[] pair : new String[][] {
            {"{", "400 -32700"},
            {"[]", "400 -32600"},
            {"{\"id\":1,\"method\":\"ping\"}", "400 -32600"},
            {"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", "400 -32600"},
            {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}", "400 -32602"},
            {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nothing\"}", "200 -32601"},
            {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"nothing\"}}", "200 -32602"}
        }) {
            assertThat(error(program.send("POST", "/api/mcp", pair[0])))
                    .as(pair[0])
                    .isEqualTo(pair[1]);
        }
        assertThat(program.get("/api/mcp").status()).isEqualTo(405);
        assertThat(program.send("DELETE", "/api/mcp", "").status()).isEqualTo(405);
        assertThat(program.send("POST", "/api/mcp", "{}", "Origin", "https://evil.example")
                        .code())
                .isEqualTo("API-132");
        assertThat(new Program(url(""), "").send("POST", "/api/mcp", "{}").status())
                .isEqualTo(401);
        assertThat(handshaken(program, "ping", "{}").header("RateLimit-Limit")).isNotEmpty();
    }

    @Test
    void an_assistant_reads_what_its_user_and_its_key_may_and_no_more() {
        User seller = user(Role.SELLER, null);
        Program administrator = program(administrator(), "records:write");
        long id = administrator
                .send("POST", "/api/v1/records/contact", "{\"fields\":{\"last_name\":\"Reservada\"}}")
                .id();
        Program sellers = program(seller, "contact:read");
        assertThat(call(sellers, "get_record", "{\"object\":\"contact\",\"id\":%d}".formatted(id))
                        .body())
                .contains("\"isError\":true", "API-405");
        assertThat(call(sellers, "list_records", "{\"object\":\"account\"}").body())
                .contains("API-103");
        assertThat(call(sellers, "search", "{\"text\":\"Reservada\"}").body()).doesNotContain("\"id\":" + id + ",");
        assertThat(call(sellers, "list_records", "{\"object\":\"contact\",\"limit\":\"x\"}")
                        .body())
                .contains("API-108");
        assertThat(call(sellers, "list_records", "{\"object\":\"contact\",\"all\":true}")
                        .body())
                .contains("API-111");
        assertThat(call(sellers, "describe_object", "{}").body()).contains("API-108");
    }

    @Test
    void writing_takes_an_administrator_who_allows_it_and_a_key_that_may() {
        Program writer = program(administrator(), "contact:write");
        String create = "{\"object\":\"contact\",\"fields\":{\"last_name\":\"Nueva\"}}";
        assertThat(call(writer, "create_record", create).body()).contains("API-133");
        assertThat(tools(writer)).doesNotContain("create_record");
        assistants.allowWriting(true);
        assertThat(tools(writer)).contains("create_record", "update_record");
        Program reader = program(administrator(), "records:read");
        assertThat(tools(reader)).doesNotContain("create_record");
        assertThat(call(reader, "create_record", create).body()).contains("API-103");
        JsonNode made = result(writer, "create_record", create);
        String update = "{\"object\":\"contact\",\"id\":%d,\"version\":1,\"fields\":{\"job_title\":\"Jefa\"}}"
                .formatted(made.path("id").longValue());
        assertThat(result(writer, "update_record", update).path("version").intValue())
                .isEqualTo(2);
        assertThat(call(writer, "update_record", update).body()).contains("API-412");
        assertThat(call(writer, "create_record", "{\"object\":\"account\",\"fields\":{\"name\":\"Sin permiso\"}}")
                        .body())
                .contains("API-103");
    }
}
