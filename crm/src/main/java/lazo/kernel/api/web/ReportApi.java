package lazo.kernel.api.web;

import java.util.Map;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.ApiReport;
import lazo.kernel.metadata.ObjectTypes;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Figures, as the screens show them. */
@Controller
class ReportApi {
    private final ObjectProvider<ApiReport> reports;
    private final ObjectTypes types;

    ReportApi(ObjectProvider<ApiReport> reports, ObjectTypes types) {
        this.reports = reports;
        this.types = types;
    }

    @GetMapping("/api/v1/reports/{report}")
    ResponseEntity<byte[]> report(@PathVariable String report, @RequestParam Map<String, String> asked, Caller caller) {
        ApiReport wanted = reports.stream()
                .filter(one -> one.key().equals(report))
                .findFirst()
                .orElseThrow(() -> ApiRefusal.of(404, "API-404"));
        caller.reading(types.load(wanted.object()));
        asked.keySet().stream()
                .filter(name -> !wanted.parameters().contains(name))
                .findFirst()
                .ifPresent(unknown -> {
                    throw ApiRefusal.of(400, "API-111", unknown);
                });
        return Answers.ok(wanted.read(asked, caller.actor()));
    }
}
