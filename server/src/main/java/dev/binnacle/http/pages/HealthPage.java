package dev.binnacle.http.pages;

import dev.binnacle.http.ApiJson;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The probes: 200 when all is well, 503 when something is not, and which. */
@WebServlet(name = "health", urlPatterns = "/health/*")
public class HealthPage extends Page {

  private static final long serialVersionUID = 1L;

  @Inject private transient Health health;

  @Override
  void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
    switch (String.valueOf(request.getPathInfo())) {
      case "/live" -> send(request, response, health.live());
      case "/ready" -> send(request, response, health.ready());
      case "/started" -> send(request, response, health.started());
      default -> notFound(request, response);
    }
  }

  private static void send(
      HttpServletRequest request, HttpServletResponse response, Health.Report report)
      throws IOException {
    response.setStatus(
        report.status() == Health.Status.UP
            ? HttpServletResponse.SC_OK
            : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setHeader("Cache-Control", "no-store");
    send(response, request, "application/json", ApiJson.mapper().writeValueAsBytes(report));
  }
}
